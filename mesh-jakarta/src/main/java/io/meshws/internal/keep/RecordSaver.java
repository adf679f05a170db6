package io.meshws.internal.keep;

import io.meshws.internal.cluster.UnsavedRecords;
import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Gives unsaved records to their keepers. Thread-safe. */
final class RecordSaver implements Saver.Saving {
    private final UnsavedRecords unsaved;
    private final Function<String, Optional<Keeping<RecordKeeper, KeptRecord>>> keepings;
    private final Executor executor;
    private final KeeperLog log;
    private final Retries retries = new Retries();

    /** @param executor runs keepers */
    RecordSaver(
            UnsavedRecords unsaved,
            Function<String, Optional<Keeping<RecordKeeper, KeptRecord>>> keepings,
            Executor executor,
            KeeperLog log) {
        this.unsaved = unsaved;
        this.keepings = keepings;
        this.executor = executor;
        this.log = log;
    }

    @Override
    public CompletionStage<Map<String, Throwable>> save(List<String> recordIds) {
        Map<Optional<Keeping<RecordKeeper, KeptRecord>>, List<String>> groups = new LinkedHashMap<>();
        recordIds.forEach(id -> groups.computeIfAbsent(keepings.apply(id), keeping -> new ArrayList<>())
                .add(id));
        Map<String, Throwable> not = new LinkedHashMap<>();
        CompletionStage<Void> last = CompletableFuture.completedStage(null);
        for (Map.Entry<Optional<Keeping<RecordKeeper, KeptRecord>>, List<String>> group : groups.entrySet()) {
            List<String> ids = group.getValue();
            if (group.getKey().isEmpty()) {
                // Another instance keeps them.
                last = last.thenCompose(done -> unsaved.putOff(ids, Retries.MAX));
                continue;
            }
            Keeping<RecordKeeper, KeptRecord> keeping = group.getKey().get();
            int batch = keeping.options().batch();
            for (int from = 0; from < ids.size(); from += batch) {
                List<String> some = ids.subList(from, Math.min(ids.size(), from + batch));
                last = last.thenCompose(done -> save(keeping, some, not));
            }
        }
        return last.thenApply(done -> not);
    }

    private CompletionStage<Void> save(
            Keeping<RecordKeeper, KeptRecord> keeping, List<String> recordIds, Map<String, Throwable> not) {
        return unsaved.read(recordIds).thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedStage(null);
            }
            String last = found.get(found.size() - 1).recordId();
            List<String> rest = recordIds.subList(recordIds.indexOf(last) + 1, recordIds.size());
            return CompletableFuture.supplyAsync(() -> RecordBatch.saved(keeping.keeper(), found), executor)
                    .thenCompose(batch -> ended(keeping, batch, not))
                    .thenCompose(
                            done -> rest.isEmpty() ? CompletableFuture.completedStage(null) : save(keeping, rest, not));
        });
    }

    private CompletionStage<Void> ended(
            Keeping<RecordKeeper, KeptRecord> keeping, RecordBatch batch, Map<String, Throwable> not) {
        SaveAttempt<KeptRecord> attempt = batch.attempt();
        List<CompletionStage<Void>> told = new ArrayList<>();
        if (!attempt.saved().isEmpty()) {
            retries.succeeded(attempt.saved().stream().map(KeptRecord::recordId).toList());
            told.add(unsaved.saved(attempt.saved()));
        }
        Map<Duration, Set<String>> putOff = new LinkedHashMap<>();
        attempt.failed().forEach((one, failure) -> {
            log.notSaved(keeping.keeper(), "\"" + one.recordId() + "\"", failure);
            not.put(one.recordId(), failure);
            putOff.computeIfAbsent(retries.failed(one.recordId()), time -> new HashSet<>())
                    .add(one.recordId());
        });
        for (KeptRecord one : attempt.left()) {
            not.put(one.recordId(), attempt.failed().values().iterator().next());
            putOff.computeIfAbsent(Retries.FIRST, time -> new HashSet<>()).add(one.recordId());
        }
        putOff.forEach((time, ids) -> told.add(unsaved.putOff(ids, time)));
        batch.newer().forEach(kept -> told.add(unsaved.surpass(kept)));
        return CompletableFuture.allOf(
                told.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }
}
