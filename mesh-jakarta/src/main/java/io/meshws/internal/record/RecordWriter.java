package io.meshws.internal.record;

import io.meshws.ClusterUnavailableException;
import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;
import io.meshws.internal.cluster.Attempt;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RecordStore.Write;
import io.meshws.internal.cluster.SerialQueue;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.record.PendingWrite.Written;
import io.meshws.internal.security.ValueLimit;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Writes one record for this instance: one compare-and-set at a time, for all writes that wait. One that lost against
 * another instance is computed again from what is there; one that lost several times insists, which keeps the others away
 * for a moment. Every write ends, whatever is thrown on its way. Thread-safe.
 */
final class RecordWriter {
    private static final FailureLog.Message OBSERVER_FAILED = new FailureLog.Message(
            System.getLogger(RecordWriter.class.getPackageName()), System.Logger.Level.ERROR, "MESH-0602");
    private static final int MAX_WAITING = 16_384;
    private static final int LOSSES_BEFORE_INSISTING = 8;
    /** Longer values are read again for the next write, rather than kept. */
    private static final int MAX_KEPT = 16 * 1024;

    private final String recordId;
    private final RecordStore store;
    private final ValueLimit limit;
    private final Supplier<String> ids;
    private final Supplier<RecordState> replica;
    private final RecordObserver observer;
    private final FailureLog failures;

    private final AtomicInteger unfinished = new AtomicInteger();
    private final SerialQueue turns = new SerialQueue();
    // What follows changes in turns only.
    private final ArrayDeque<PendingWrite> waiting = new ArrayDeque<>();
    private boolean writing;
    private int losses;
    /** What the last write left, or null. */
    private RecordState known;

    /**
     * @param ids makes ids of writes, each of which was never used
     * @param replica what this instance's subscribers hold, or null
     */
    RecordWriter(
            String recordId,
            RecordStore store,
            ValueLimit limit,
            Supplier<String> ids,
            Supplier<RecordState> replica,
            RecordObserver observer,
            FailureLog failures) {
        this.recordId = recordId;
        this.store = store;
        this.limit = limit;
        this.ids = ids;
        this.replica = replica;
        this.observer = observer;
        this.failures = failures;
    }

    /** Says that {@link #write} will be called: the writer is not idle from now on. */
    RecordWriter claim() {
        unfinished.incrementAndGet();
        return this;
    }

    boolean isIdle() {
        return unfinished.get() == 0;
    }

    CompletionStage<Written> write(PendingWrite write) {
        if (unfinished.get() > MAX_WAITING) {
            refuse(write, new ClusterUnavailableException("Too many writes of the record wait"));
            return write.result();
        }
        turn(() -> {
            waiting.add(write);
            if (!writing) {
                begin();
            }
        });
        return write.result();
    }

    private void turn(Runnable task) {
        turns.run(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                failed(waiting.size(), e);
            }
        });
    }

    private void begin() {
        writing = true;
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
                failed(waiting.size(), failure);
            }
        });
    }

    /**
     * @param fresh whether the base was what the store said just now: else it may be old, and what changes nothing or is
     *     refused on its ground may be wrong
     */
    private void attempt(RecordState base, boolean fresh) {
        RecordPlan plan = RecordPlan.of(recordId, base, ids.get(), limit, waiting);
        if (!plan.steps().isEmpty()) {
            Write write = new Write(
                    recordId,
                    plan.result().at().write(),
                    base.at(),
                    plan.result().at().epoch(),
                    plan.resultText(),
                    plan.steps(),
                    losses >= LOSSES_BEFORE_INSISTING);
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
        if (!plan.steps().isEmpty()) {
            String text = plan.resultText();
            known = text != null && text.length() > MAX_KEPT ? null : plan.result();
        }
        // Each in a turn of its own, for what is told may throw; but after what comes next is under way.
        plan.outcomes().forEach(outcome -> turns.add(() -> tell(outcome)));
        next();
    }

    private void failed(int count, Throwable failure) {
        known = null;
        // Whether it was written is unknown: what comes next reads first.
        for (int i = 0; i < count; i++) {
            PendingWrite write = waiting.remove();
            turns.add(() -> refuse(write, failure));
        }
        next();
    }

    private void next() {
        writing = false;
        if (!waiting.isEmpty()) {
            begin();
        }
    }

    private void tell(RecordPlan.WriteResult outcome) {
        if (outcome.refusal() != null) {
            refuse(outcome.write(), outcome.refusal());
            return;
        }
        RecordState state = outcome.state();
        try {
            if (outcome.changed()) {
                observe(outcome);
            }
        } finally {
            unfinished.decrementAndGet();
            outcome.write().result().complete(new Written(state.version(), outcome.changed()));
        }
    }

    private void observe(RecordPlan.WriteResult outcome) {
        RecordState state = outcome.state();
        try {
            if (state.value() == null) {
                observer.removed(new RecordRemoved(recordId, outcome.before(), state.version()));
            } else {
                observer.changed(new RecordChanged(recordId, state.value(), state.version()));
            }
        } catch (Throwable e) {
            failures.add(OBSERVER_FAILED, "", "", "An observer of record " + recordId + " failed", e);
        }
    }

    private void refuse(PendingWrite write, Throwable refusal) {
        unfinished.decrementAndGet();
        write.result().completeExceptionally(refusal);
    }

    private <T> void ask(Supplier<CompletionStage<T>> question, BiConsumer<T, Throwable> answer) {
        Attempt.of(question).whenComplete((value, failure) -> turn(() -> answer.accept(value, failure)));
    }
}
