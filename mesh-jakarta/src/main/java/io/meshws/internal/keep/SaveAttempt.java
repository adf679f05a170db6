package io.meshws.internal.keep;

import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives a batch to a keeper: as a whole, and if that fails one by one, as long as it is worth it. Runs on a worker. Not
 * thread-safe.
 */
final class SaveAttempt {
    /** If so many fail one after the other, and none was saved, the keeper itself is probably away. */
    private static final int ENOUGH = 3;

    private final RecordKeeper keeper;
    private final List<KeptRecord> saved = new ArrayList<>();
    private final Map<KeptRecord, Throwable> failed = new LinkedHashMap<>();
    /** Not tried alone. */
    private final List<KeptRecord> left = new ArrayList<>();
    /** The later versions that the keeper has instead of the given ones. */
    private final List<KeptRecord> newer = new ArrayList<>();

    private SaveAttempt(RecordKeeper keeper) {
        this.keeper = keeper;
    }

    /** Never throws. */
    static SaveAttempt of(RecordKeeper keeper, List<KeptRecord> batch) {
        SaveAttempt attempt = new SaveAttempt(keeper);
        attempt.all(batch.stream().filter(one -> !one.isDeletion()).toList(), keeper::save);
        attempt.all(batch.stream().filter(KeptRecord::isDeletion).toList(), keeper::delete);
        return attempt;
    }

    private interface Saving {
        Set<String> of(List<KeptRecord> batch) throws Exception;
    }

    private void all(List<KeptRecord> batch, Saving saving) {
        if (batch.isEmpty()) {
            return;
        }
        Optional<Throwable> failure = tried(batch, saving);
        if (failure.isEmpty()) {
            return;
        }
        if (batch.size() == 1) {
            failed.put(batch.get(0), failure.get());
            return;
        }
        int inVain = 0;
        for (KeptRecord one : batch) {
            if (inVain == ENOUGH) {
                left.add(one);
                continue;
            }
            Optional<Throwable> alone = tried(List.of(one), saving);
            alone.ifPresent(why -> failed.put(one, why));
            // Once one is saved, the keeper is there.
            inVain = alone.isPresent() && saved.isEmpty() && newer.isEmpty() ? inVain + 1 : 0;
        }
    }

    private Optional<Throwable> tried(List<KeptRecord> batch, Saving saving) {
        try {
            Set<String> later = new HashSet<>(saving.of(batch));
            Map<String, KeptRecord> there = new LinkedHashMap<>();
            if (!later.isEmpty()) {
                keeper.load(later).forEach(one -> there.put(one.recordId(), one));
            }
            for (KeptRecord one : batch) {
                KeptRecord kept = there.get(one.recordId());
                if (!later.contains(one.recordId()) || (kept != null && isSame(kept, one))) {
                    saved.add(one);
                } else if (kept == null) {
                    failed.put(one, new IllegalStateException("The keeper neither saved the record nor has it"));
                } else {
                    newer.add(kept);
                }
            }
            return Optional.empty();
        } catch (Throwable e) {
            return Optional.of(e);
        }
    }

    private static boolean isSame(KeptRecord kept, KeptRecord given) {
        return kept.version() == given.version() && kept.mark().equals(given.mark());
    }

    List<KeptRecord> saved() {
        return saved;
    }

    Map<KeptRecord, Throwable> failed() {
        return failed;
    }

    List<KeptRecord> left() {
        return left;
    }

    List<KeptRecord> newer() {
        return newer;
    }
}
