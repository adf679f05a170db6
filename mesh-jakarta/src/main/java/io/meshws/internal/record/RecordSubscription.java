package io.meshws.internal.record;

import jakarta.json.JsonValue;
import java.util.function.Consumer;

/**
 * What a client that subscribed is told first. It is sent updates from when {@link #replied} says that it was told.
 *
 * @param value JSON null if the record was deleted or nothing was written yet
 * @param ended told whether the client got the reply; if it did not, the subscription ends
 */
public record RecordSubscription(JsonValue value, long version, Consumer<Boolean> ended) {

    /** To be called once, when the reply is queued, or cannot be. */
    public void replied(boolean success) {
        ended.accept(success);
    }
}
