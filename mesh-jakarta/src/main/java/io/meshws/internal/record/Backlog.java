package io.meshws.internal.record;

import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import java.util.concurrent.atomic.AtomicLong;

/** How much waits to be applied by one replica, which reads the record instead where it would be more. Thread-safe. */
final class Backlog {
    private static final int MAX_CHARACTERS = 8 << 20;
    /** What a change takes beside its texts. */
    private static final int EACH = 1024;

    private final AtomicLong characters = new AtomicLong();

    /**
     * @return false where it is too much; a change that is larger than that passes alone
     */
    boolean add(RecordChange change) {
        long length = length(change);
        long all = characters.addAndGet(length);
        if (all <= MAX_CHARACTERS || all == length) {
            return true;
        }
        characters.addAndGet(-length);
        return false;
    }

    void remove(RecordChange change) {
        characters.addAndGet(-length(change));
    }

    private static long length(RecordChange change) {
        long length = EACH;
        for (RecordStep step : change.steps()) {
            length += step.characters();
        }
        return length;
    }
}
