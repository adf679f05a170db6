package io.meshws.internal.keep;

import io.meshws.ClusterUnavailableException;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.UnsavedRecords;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.serial.SerialOperations;
import io.meshws.internal.time.Scheduler;
import io.meshws.spi.KeptRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Gives unsaved records to their keepers: at each tick what nobody has taken, and at once what a writer waits for; those that
 * come while it does so go together afterwards. Thread-safe.
 */
final class RecordSaver {
    private static final int AT_ONCE = 1000;
    private static final Duration END = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Function<String, Optional<Keeping>> keepings;
    private final Executor executor;
    private final Scheduler scheduler;
    private final KeeperLog log;
    private final Retries retries = new Retries();
    private final SerialOperations rounds = new SerialOperations();
    private final AtomicBoolean saving = new AtomicBoolean();
    private volatile long waiting;

    /** Writers that wait, until a batch begins. */
    private List<Asked> asked = new ArrayList<>();

    private boolean answering;

    private record Asked(List<String> recordIds, CompletableFuture<Void> result) {}

    /** @param executor runs keepers */
    RecordSaver(
            Cluster cluster,
            Function<String, Optional<Keeping>> keepings,
            Executor executor,
            Scheduler scheduler,
            KeeperLog log) {
        this.cluster = cluster;
        this.keepings = keepings;
        this.executor = executor;
        this.scheduler = scheduler;
        this.log = log;
    }

    private UnsavedRecords unsaved() {
        return cluster.unsaved();
    }

    long waiting() {
        return waiting;
    }

    /** Retries what fails at a later tick. */
    void tick() {
        if (cluster.isAvailable() && saving.compareAndSet(false, true)) {
            rounds.run(() -> round(Duration.ZERO, 0)).whenComplete((done, failure) -> saving.set(false));
        }
    }

    /** Completes with the number of those that were not saved, added to those before. */
    private CompletionStage<Integer> round(Duration ahead, int failed) {
        return unsaved().take(AT_ONCE, ahead).thenCompose(taken -> {
            waiting = taken.waiting();
            return taken.recordIds().isEmpty()
                    ? CompletableFuture.completedStage(failed)
                    : save(taken.recordIds())
                            .thenCompose(not -> taken.recordIds().size() < AT_ONCE
                                    ? CompletableFuture.completedStage(failed + not.size())
                                    : round(ahead, failed + not.size()));
        });
    }

    /** Completes when the records are saved, as they are or newer; fails if one isn't. */
    CompletionStage<Void> saved(List<String> recordIds) {
        if (recordIds.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> result = new CompletableFuture<>();
        synchronized (this) {
            asked.add(new Asked(recordIds, result));
            if (answering) {
                return result;
            }
            answering = true;
        }
        answer();
        return result;
    }

    private void answer() {
        List<Asked> all;
        synchronized (this) {
            all = asked;
            asked = new ArrayList<>();
            answering = !all.isEmpty();
        }
        if (all.isEmpty()) {
            return;
        }
        Set<String> recordIds = new LinkedHashSet<>();
        all.forEach(one -> recordIds.addAll(one.recordIds()));
        Attempt.of(() -> save(List.copyOf(recordIds))).whenComplete((not, failure) -> {
            all.forEach(one -> answer(one, not, failure));
            answer();
        });
    }

    private static void answer(Asked one, Map<String, Throwable> not, Throwable failure) {
        Throwable cause = failure != null
                ? failure
                : one.recordIds().stream()
                        .filter(not::containsKey)
                        .map(not::get)
                        .findFirst()
                        .orElse(null);
        if (cause == null) {
            one.result().complete(null);
        } else {
            one.result()
                    .completeExceptionally(new ClusterUnavailableException(
                            "The record was written, but is not saved yet; that is tried again", cause));
        }
    }

    /** Completes with those that were not saved. */
    private CompletionStage<Map<String, Throwable>> save(List<String> recordIds) {
        Map<Optional<Keeping>, List<String>> groups = new LinkedHashMap<>();
        recordIds.forEach(id -> groups.computeIfAbsent(keepings.apply(id), keeping -> new ArrayList<>())
                .add(id));
        Map<String, Throwable> not = new LinkedHashMap<>();
        CompletionStage<Void> last = CompletableFuture.completedStage(null);
        for (Map.Entry<Optional<Keeping>, List<String>> group : groups.entrySet()) {
            List<String> ids = group.getValue();
            if (group.getKey().isEmpty()) {
                // Another instance keeps them.
                last = last.thenCompose(done -> unsaved().putOff(ids, Retries.MAX));
                continue;
            }
            Keeping keeping = group.getKey().get();
            int batch = keeping.options().batch();
            for (int from = 0; from < ids.size(); from += batch) {
                List<String> some = ids.subList(from, Math.min(ids.size(), from + batch));
                last = last.thenCompose(done -> save(keeping, some, not));
            }
        }
        return last.thenApply(done -> not);
    }

    private CompletionStage<Void> save(Keeping keeping, List<String> recordIds, Map<String, Throwable> not) {
        return unsaved().read(recordIds).thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedStage(null);
            }
            String last = found.get(found.size() - 1).recordId();
            List<String> rest = recordIds.subList(recordIds.indexOf(last) + 1, recordIds.size());
            return CompletableFuture.supplyAsync(() -> SaveAttempt.of(keeping.keeper(), found), executor)
                    .thenCompose(attempt -> ended(keeping, attempt, not))
                    .thenCompose(
                            done -> rest.isEmpty() ? CompletableFuture.completedStage(null) : save(keeping, rest, not));
        });
    }

    private CompletionStage<Void> ended(Keeping keeping, SaveAttempt attempt, Map<String, Throwable> not) {
        List<CompletionStage<Void>> told = new ArrayList<>();
        if (!attempt.saved().isEmpty()) {
            retries.succeeded(attempt.saved());
            told.add(unsaved().saved(attempt.saved()));
        }
        Map<Duration, Set<String>> putOff = new LinkedHashMap<>();
        attempt.failed().forEach((one, failure) -> {
            log.notSaved(keeping.keeper(), one.recordId(), failure);
            not.put(one.recordId(), failure);
            putOff.computeIfAbsent(retries.failed(one), time -> new HashSet<>()).add(one.recordId());
        });
        for (KeptRecord one : attempt.left()) {
            not.put(one.recordId(), attempt.failed().values().iterator().next());
            putOff.computeIfAbsent(Retries.FIRST, time -> new HashSet<>()).add(one.recordId());
        }
        putOff.forEach((time, ids) -> told.add(unsaved().putOff(ids, time)));
        attempt.newer().forEach(kept -> told.add(unsaved().surpass(kept)));
        return CompletableFuture.allOf(
                told.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }

    /** Saves also what was put off for a moment. */
    CompletionStage<Void> stop() {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Runnable cancel = scheduler.schedule(() -> ended.complete(1), END);
        Attempt.of(() -> rounds.run(() -> round(END, 0)), ended);
        return ended.handle((failed, failure) -> {
            cancel.run();
            if (failure != null || failed > 0) {
                log.leftUnsaved(waiting);
            }
            return null;
        });
    }
}
