package io.meshws.internal.record;

import io.meshws.ClusterUnavailableException;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RecordStore.Write;
import io.meshws.internal.record.PendingWrite.Written;
import io.meshws.internal.security.ValueLimit;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.serial.SerialQueue;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Writes one record for this instance, with one compare-and-set at a time for all waiting writes. A write that lost
 * against another instance is computed again from the current state. After several losses it reserves the record, which
 * keeps other instances away for a moment. Every write ends, even if something on its way throws. Thread-safe.
 */
final class RecordWriter {
    private static final int MAX_WAITING = 16_384;
    static final int LOSSES_BEFORE_INSISTING = 8;
    /** Longer values are read again for the next write instead of being kept. */
    private static final int MAX_KEPT = 16 * 1024;

    private final String recordId;
    private final RecordStore store;
    private final ValueLimit limit;
    private final Supplier<String> ids;
    private final Supplier<RecordState> replica;
    private final WriteOutcomes outcomes;
    private final Executor applications;
    private final LongSupplier lifeMillis;

    private final AtomicInteger unfinished = new AtomicInteger();
    private final SerialQueue queue = new SerialQueue();
    // The fields below change in tasks only.
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private boolean writing;
    private int losses;
    /** The state after the last write, or null. */
    private RecordState known;

    /**
     * @param ids creates ids of writes, each of them unique
     * @param replica the state that this instance's subscribers have, or null
     * @param applications runs edits of the application
     * @param lifeMillis how long the record exists after a write; 0 until it's deleted
     */
    RecordWriter(
            String recordId,
            RecordStore store,
            ValueLimit limit,
            Supplier<String> ids,
            Supplier<RecordState> replica,
            WriteOutcomes outcomes,
            Executor applications,
            LongSupplier lifeMillis) {
        this.recordId = recordId;
        this.store = store;
        this.limit = limit;
        this.ids = ids;
        this.replica = replica;
        this.outcomes = outcomes;
        this.applications = applications;
        this.lifeMillis = lifeMillis;
    }

    /** Announces that {@link #write} or {@link #expired} will be called, so that the writer no longer counts as idle. */
    RecordWriter claim() {
        unfinished.incrementAndGet();
        return this;
    }

    /** Takes back {@link #claim}. */
    void unclaim() {
        unfinished.decrementAndGet();
    }

    boolean isIdle() {
        return unfinished.get() == 0;
    }

    CompletionStage<Written> write(PendingWrite write) {
        if (isFull()) {
            unclaim();
            return CompletableFuture.failedStage(full());
        }
        write.result().whenComplete((done, failure) -> unfinished.decrementAndGet());
        turn(() -> enter(write));
        return write.result();
    }

    private void enter(Waiting one) {
        waiting.add(one);
        if (!writing) {
            begin();
        }
    }

    /** Whether no more may wait. */
    boolean isFull() {
        return unfinished.get() > MAX_WAITING;
    }

    static ClusterUnavailableException full() {
        return new ClusterUnavailableException("Too many writes of the record are waiting");
    }

    /**
     * Adds a transaction behind the waiting writes. When it's told that its turn {@linkplain RunningTransaction#arrived has come},
     * nothing else is written until it has {@linkplain #ended ended}. To be followed by {@link #run}.
     */
    void add(RunningTransaction<?> transaction) {
        queue.add(guarded(() -> enter(transaction)));
    }

    void run() {
        queue.run();
    }

    /**
     * Ends the turn of a transaction.
     *
     * @param plan the new state of the record; null if that is unknown
     */
    void ended(RunningTransaction<?> transaction, RecordPlan plan) {
        turn(() -> {
            if (waiting.peek() != transaction) {
                return;
            }
            waiting.remove();
            if (plan == null) {
                known = null;
            } else {
                keep(plan);
                plan.outcomes().forEach(outcomes::add);
            }
            outcomes.then(unfinished::decrementAndGet);
            next();
        });
    }

    /** Announces, after earlier changes, that the record expired and was removed. */
    void expired(JsonValue before, long version) {
        turn(() -> {
            outcomes.expired(before, version, unfinished::decrementAndGet);
            queue.add(outcomes::tell);
        });
    }

    private void turn(Runnable task) {
        queue.run(guarded(task));
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                failed(e);
            }
        };
    }

    private void begin() {
        writing = true;
        if (waiting.peek() instanceof RunningTransaction<?> transaction) {
            transaction.arrived(this);
            return;
        }
        losses = 0;
        RecordState held = replica.get();
        if (held != null
                && (known == null
                        || !held.at().epoch().equals(known.at().epoch())
                        || held.version() > known.version())) {
            known = held;
        }
        if (known == null) {
            read();
        } else {
            attempt(known, false);
        }
    }

    private void read() {
        ask(() -> store.read(recordId).thenApply(RecordState::of), (state, failure) -> {
            if (failure == null) {
                attempt(state, true);
            } else {
                failed(failure);
            }
        });
    }

    /**
     * @param fresh whether the store just returned the base. Otherwise it may be stale, so a write that changes nothing
     *     or is refused because of it may deserve another result
     */
    private void attempt(RecordState base, boolean fresh) {
        List<PendingWrite> next = Waiting.writes(waiting, RecordPlan.MAX_WRITES);
        if (next.stream().noneMatch(PendingWrite::isOfApplication)) {
            carryOut(plan(base, next), fresh);
            return;
        }
        ask(() -> CompletableFuture.supplyAsync(() -> plan(base, next), applications), (plan, failure) -> {
            if (failure == null) {
                carryOut(plan, fresh);
            } else {
                failed(next.size(), failure);
            }
        });
    }

    private RecordPlan plan(RecordState base, List<PendingWrite> next) {
        return RecordPlan.of(recordId, base, ids.get(), limit, next);
    }

    private void carryOut(RecordPlan plan, boolean fresh) {
        if (!plan.steps().isEmpty()) {
            Write write = plan.write(lifeMillis.getAsLong(), losses >= LOSSES_BEFORE_INSISTING);
            ask(
                    () -> store.write(write).thenApply(there -> there.map(RecordState::of)),
                    (there, failure) -> written(plan, there, failure));
        } else if (fresh) {
            done(plan);
        } else {
            read();
        }
    }

    private void written(RecordPlan plan, Optional<RecordState> there, Throwable failure) {
        if (failure != null) {
            failed(plan.outcomes().size(), failure);
        } else if (there.isEmpty()) {
            done(plan);
        } else {
            losses++;
            attempt(there.get(), true);
        }
    }

    private void done(RecordPlan plan) {
        plan.outcomes().forEach(outcome -> waiting.remove());
        keep(plan);
        plan.outcomes().forEach(outcomes::add);
        next();
    }

    private void keep(RecordPlan plan) {
        if (!plan.steps().isEmpty()) {
            String text = plan.resultText();
            known = text != null && text.length() > MAX_KEPT ? null : plan.result();
        }
    }

    /** All that wait before the next transaction. */
    private void failed(Throwable failure) {
        failed(Waiting.writes(waiting, Integer.MAX_VALUE).size(), failure);
    }

    private void failed(int count, Throwable failure) {
        known = null;
        // Whether it was written is unknown, so the next attempt reads first.
        for (int i = 0; i < count; i++) {
            if (waiting.remove() instanceof PendingWrite write) {
                outcomes.add(write, failure);
            }
        }
        next();
    }

    private void next() {
        writing = false;
        // Told once the next attempt has started.
        queue.add(outcomes::tell);
        if (!waiting.isEmpty()) {
            begin();
        }
    }

    private <T> void ask(Supplier<CompletionStage<T>> question, BiConsumer<T, Throwable> answer) {
        Attempt.of(question).whenComplete((value, failure) -> turn(() -> answer.accept(value, failure)));
    }
}
