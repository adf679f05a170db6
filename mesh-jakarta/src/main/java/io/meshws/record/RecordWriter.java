package io.meshws.record;

import io.meshws.ClusterUnavailableException;
import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;
import io.meshws.cluster.RecordStore;
import io.meshws.cluster.RecordStore.Stored;
import io.meshws.cluster.RecordStore.Write;
import io.meshws.cluster.Turns;
import io.meshws.record.PendingWrite.Written;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Writes one record for this instance: one compare-and-set at a time, for all writes that wait. One that lost against
 * another instance is computed again from what is there; one that lost several times insists, which keeps the others away
 * for a moment. Thread-safe.
 */
final class RecordWriter {
    private static final System.Logger LOG = System.getLogger(RecordWriter.class.getPackageName());
    private static final int MAX_WAITING = 16_384;
    private static final int LOSSES_BEFORE_INSISTING = 8;
    /** Longer values are read again for the next write, rather than kept. */
    private static final int MAX_KEPT = 16 * 1024;

    private final String recordId;
    private final RecordStore store;
    private final int maxSize;
    private final Supplier<String> epochs;
    private final Supplier<RecordState> replica;
    private final RecordObserver observer;

    private final AtomicInteger unfinished = new AtomicInteger();
    private final Turns turns = new Turns();
    // What follows changes in turns only.
    private final ArrayDeque<PendingWrite> waiting = new ArrayDeque<>();
    private boolean writing;
    private int losses;
    /** What the last write left, or null. */
    private RecordState known;

    /**
     * @param epochs makes epochs that were never used
     * @param replica what this instance's subscribers hold, or null
     */
    RecordWriter(
            String recordId,
            RecordStore store,
            int maxSize,
            Supplier<String> epochs,
            Supplier<RecordState> replica,
            RecordObserver observer) {
        this.recordId = recordId;
        this.store = store;
        this.maxSize = maxSize;
        this.epochs = epochs;
        this.replica = replica;
        this.observer = observer;
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
        turns.run(() -> {
            waiting.add(write);
            if (!writing) {
                begin();
            }
        });
        return write.result();
    }

    private void begin() {
        writing = true;
        losses = 0;
        RecordState held = replica.get();
        if (held != null
                && (known == null || !held.epoch().equals(known.epoch()) || held.version() > known.version())) {
            known = held;
        }
        if (known == null) {
            read();
        } else {
            attempt(known, false);
        }
    }

    private void read() {
        ask(store::read, (stored, failure) -> {
            if (failure == null) {
                attempt(RecordState.of(stored), true);
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
        RecordPlan plan = RecordPlan.of(recordId, base, epochs.get(), maxSize, waiting);
        if (!plan.steps().isEmpty()) {
            Write write = new Write(
                    recordId,
                    new Stored(base.epoch(), base.version(), null),
                    plan.result().epoch(),
                    plan.resultText(),
                    plan.steps(),
                    losses >= LOSSES_BEFORE_INSISTING);
            ask(id -> store.write(write), (there, failure) -> written(plan, there, failure));
        } else if (fresh) {
            done(plan);
        } else {
            read();
        }
    }

    private void written(RecordPlan plan, Optional<Stored> there, Throwable failure) {
        if (failure != null) {
            failed(plan.outcomes().size(), failure);
        } else if (there.isEmpty()) {
            done(plan);
        } else {
            losses++;
            attempt(RecordState.of(there.get()), true);
        }
    }

    private void done(RecordPlan plan) {
        plan.outcomes().forEach(outcome -> waiting.remove());
        if (!plan.steps().isEmpty()) {
            String text = plan.resultText();
            known = text != null && text.length() > MAX_KEPT ? null : plan.result();
        }
        next();
        plan.outcomes().forEach(this::tell);
    }

    private void failed(int count, Throwable failure) {
        known = null;
        // Whether it was written is unknown: what comes next reads first.
        ArrayDeque<PendingWrite> failed = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            failed.add(waiting.remove());
        }
        next();
        failed.forEach(write -> refuse(write, failure));
    }

    private void next() {
        writing = false;
        if (!waiting.isEmpty()) {
            begin();
        }
    }

    private void tell(RecordPlan.Outcome outcome) {
        if (outcome.refusal() != null) {
            refuse(outcome.write(), outcome.refusal());
            return;
        }
        RecordState state = outcome.state();
        if (outcome.changed()) {
            observe(state);
        }
        unfinished.decrementAndGet();
        outcome.write().result().complete(new Written(state.version(), outcome.changed()));
    }

    private void observe(RecordState state) {
        try {
            if (state.value() == null) {
                observer.removed(new RecordRemoved(recordId, state.version()));
            } else {
                observer.changed(new RecordChanged(recordId, state.value(), state.version()));
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "MESH-0602 An observer of records failed", e);
        }
    }

    private void refuse(PendingWrite write, Throwable refusal) {
        unfinished.decrementAndGet();
        write.result().completeExceptionally(refusal);
    }

    private interface Question<T> {
        CompletionStage<T> put(String recordId);
    }

    private interface Answer<T> {
        void given(T value, Throwable failure);
    }

    private <T> void ask(Question<T> question, Answer<T> answer) {
        CompletionStage<T> stage;
        try {
            stage = question.put(recordId);
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenComplete((value, failure) -> turns.run(() -> answer.given(value, failure)));
    }
}
