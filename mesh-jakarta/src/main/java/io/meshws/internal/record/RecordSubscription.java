package io.meshws.internal.record;

import jakarta.json.JsonValue;
import java.util.function.Consumer;

/**
 * The first state that a new subscriber is told. Updates follow once {@link #replied} says that the client has the
 * reply.
 *
 * @param value JSON null if the record was deleted or nothing was written yet
 * @param ended told whether the client got the reply; if it didn't, the subscription ends
 */
public record RecordSubscription(JsonValue value, long version, Consumer<Boolean> ended) {

    /** Must be called once, when the reply is queued, or can't be. */
    public void replied(boolean success) {
        ended.accept(success);
    }
}
