package io.meshws.internal.keep;

import io.meshws.ClusterUnavailableException;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.Unsaved;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.serial.SerialOperations;
import io.meshws.internal.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has unsaved items given to their keepers: at each tick those that no instance has taken, and at once those that a writer waits
 * for; items that come meanwhile go together afterwards. Thread-safe.
 */
final class Saver {
    private static final int AT_ONCE = 1000;
    private static final Duration END = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Unsaved unsaved;
    private final Saving saving;
    private final String notSaved;
    private final Scheduler scheduler;
    private final KeeperLog log;
    private final SerialOperations rounds = new SerialOperations();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long waiting;

    /** Writers that wait, until a batch begins. */
    private List<Asked> asked = new ArrayList<>();

    private boolean answering;

    private record Asked(List<String> names, List<String> items, CompletableFuture<Void> result) {}

    interface Saving {
        /** Saves the unsaved items of these names; completes with those that were not saved. */
        CompletionStage<Map<String, Throwable>> save(List<String> names);
    }

    /** @param notSaved the error text for a writer if its item is not saved */
    Saver(Cluster cluster, Unsaved unsaved, Saving saving, String notSaved, Scheduler scheduler, KeeperLog log) {
        this.cluster = cluster;
        this.unsaved = unsaved;
        this.saving = saving;
        this.notSaved = notSaved;
        this.scheduler = scheduler;
        this.log = log;
    }

    long waiting() {
        return waiting;
    }

    /** Retries failed items at a later tick. */
    void tick() {
        if (cluster.isAvailable() && busy.compareAndSet(false, true)) {
            rounds.run(() -> round(Duration.ZERO, 0)).whenComplete((done, failure) -> busy.set(false));
        }
    }

    /** Completes with the number of those that were not saved, added to those before. */
    private CompletionStage<Integer> round(Duration ahead, int failed) {
        return unsaved.take(AT_ONCE, ahead).thenCompose(taken -> {
            waiting = taken.waiting();
            return taken.names().isEmpty()
                    ? CompletableFuture.completedStage(failed)
                    : saving.save(taken.names())
                            .thenCompose(not -> taken.names().size() < AT_ONCE
                                    ? CompletableFuture.completedStage(failed + not.size())
                                    : round(ahead, failed + not.size()));
        });
    }

    /** Completes when the items with these names are saved, as they are or newer; fails if one isn't. */
    CompletionStage<Void> saved(List<String> names, List<String> items) {
        if (names.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> result = new CompletableFuture<>();
        synchronized (this) {
            asked.add(new Asked(names, items, result));
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
        Set<String> names = new LinkedHashSet<>();
        all.forEach(one -> names.addAll(one.names()));
        Attempt.of(() -> saving.save(List.copyOf(names))).whenComplete((not, failure) -> {
            all.forEach(one -> answer(one, not, failure));
            answer();
        });
    }

    private void answer(Asked one, Map<String, Throwable> not, Throwable failure) {
        Throwable cause = failure != null
                ? failure
                : one.items().stream()
                        .filter(not::containsKey)
                        .map(not::get)
                        .findFirst()
                        .orElse(null);
        if (cause == null) {
            one.result().complete(null);
        } else {
            one.result().completeExceptionally(new ClusterUnavailableException(notSaved, cause));
        }
    }

    /** Saves also the items that were put off for a moment. */
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
