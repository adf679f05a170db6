package io.meshws.internal.keep;

import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records that a keeper was given, and their fate. Not thread-safe.
 *
 * @param newer the later versions that the keeper has instead of the given ones
 */
record RecordBatch(SaveAttempt<KeptRecord> attempt, List<KeptRecord> newer) {

    /** Never throws. */
    static RecordBatch saved(RecordKeeper keeper, List<KeptRecord> records) {
        RecordBatch batch = new RecordBatch(new SaveAttempt<>(), new ArrayList<>());
        batch.all(records.stream().filter(one -> !one.isDeletion()).toList(), keeper::save, keeper);
        batch.all(records.stream().filter(KeptRecord::isDeletion).toList(), keeper::delete, keeper);
        return batch;
    }

    private interface Saving {
        Set<String> of(List<KeptRecord> records) throws Exception;
    }

    private void all(List<KeptRecord> records, Saving saving, RecordKeeper keeper) {
        attempt.all(records, some -> saved(some, new HashSet<>(saving.of(some)), keeper));
    }

    /** @param later the ids of those that the keeper did not write */
    private List<KeptRecord> saved(List<KeptRecord> some, Set<String> later, RecordKeeper keeper) throws Exception {
        Map<String, KeptRecord> there = new LinkedHashMap<>();
        if (!later.isEmpty()) {
            keeper.load(later).forEach(one -> there.put(one.recordId(), one));
        }
        List<KeptRecord> saved = new ArrayList<>();
        for (KeptRecord one : some) {
            KeptRecord kept = there.get(one.recordId());
            if (!later.contains(one.recordId()) || (kept != null && isSame(kept, one))) {
                saved.add(one);
            } else if (kept == null) {
                attempt.failed(
                        one, new IllegalStateException("The keeper did not save the record, and has no later version"));
            } else {
                newer.add(kept);
            }
        }
        return saved;
    }

    private static boolean isSame(KeptRecord kept, KeptRecord given) {
        return kept.version() == given.version() && kept.mark().equals(given.mark());
    }
}
