package io.meshws.internal.collection;

import io.meshws.internal.record.RecordView;
import java.util.List;
import java.util.function.Consumer;

/**
 * The first state of a collection for a new subscriber. Differences follow once {@link #replied} says that the client has the reply.
 *
 * @param complete false if the rest follows as differences
 * @param ended told whether the client got the reply; if it didn't, the subscription ends
 */
public record CollectionSnapshot(List<RecordView> records, long version, boolean complete, Consumer<Boolean> ended) {

    /** Must be called once, when the reply is queued, or can't be. */
    public void replied(boolean success) {
        ended.accept(success);
    }
}
