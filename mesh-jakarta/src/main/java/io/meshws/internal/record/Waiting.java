package io.meshws.internal.record;

import java.util.ArrayList;
import java.util.List;

/** A write or transaction that waits for its turn at a record's {@link RecordWriter}. */
sealed interface Waiting permits PendingWrite, RunningTransaction {

    /** The writes before the next transaction, as many as the limit. */
    static List<PendingWrite> writes(Iterable<Waiting> waiting, int limit) {
        List<PendingWrite> writes = new ArrayList<>();
        for (Waiting next : waiting) {
            if (writes.size() == limit || !(next instanceof PendingWrite write)) {
                break;
            }
            writes.add(write);
        }
        return writes;
    }
}
