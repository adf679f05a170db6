package io.meshws.internal.record;

import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.record.PendingWrite.Written;
import io.meshws.internal.serial.SerialQueue;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Announces the outcomes of the writes of one record, in order: first to the application's observers, then to the
 * callers that wait for the write. If there are observers, a worker does so, and a slow observer only holds up later
 * announcements. Thread-safe.
 */
final class WriteOutcomes {
    private static final FailureLog.Message OBSERVER_FAILED = new FailureLog.Message(
            System.getLogger(WriteOutcomes.class.getPackageName()), System.Logger.Level.ERROR, "MESH-0602");

    private final String recordId;
    private final RecordObserver observer;
    private final Executor tellers;
    private final FailureLog failures;
    private final SerialQueue untold = new SerialQueue();

    /** @param tellers run the announcements, on the calling thread if there are no observers */
    WriteOutcomes(String recordId, RecordObserver observer, Executor tellers, FailureLog failures) {
        this.recordId = recordId;
        this.observer = observer;
        this.tellers = tellers;
        this.failures = failures;
    }

    /** Adds an outcome that {@link #tell} will announce. */
    void add(RecordPlan.WriteResult outcome) {
        if (outcome.refusal() != null) {
            add(outcome.write(), outcome.refusal());
            return;
        }
        untold.add(() -> {
            try {
                if (outcome.changed()) {
                    observe(outcome);
                }
            } finally {
                outcome.write()
                        .result()
                        .complete(new Written(
                                outcome.state().version(),
                                outcome.changed(),
                                outcome.state().value()));
            }
        });
    }

    /** Like {@link #add(RecordPlan.WriteResult)}, for a write that failed. */
    void add(PendingWrite write, Throwable failure) {
        untold.add(() -> write.result().completeExceptionally(failure));
    }

    /** Calls this after everything that was added before. */
    void then(Runnable told) {
        untold.add(told);
    }

    /**
     * Like {@link #add(RecordPlan.WriteResult)}, for a record that was removed because its time was over.
     *
     * @param told called after that
     */
    void expired(JsonValue before, long version, Runnable told) {
        untold.add(() -> observe(() -> observer.removed(new RecordRemoved(recordId, before, version))));
        then(told);
    }

    void tell() {
        tellers.execute(untold::run);
    }

    private void observe(RecordPlan.WriteResult outcome) {
        RecordState state = outcome.state();
        boolean ofTransaction = outcome.write().kind() == PendingWrite.Kind.OF_TRANSACTION;
        Optional<String> transaction = ofTransaction ? Optional.of(state.at().write()) : Optional.empty();
        observe(() -> {
            if (state.value() == null) {
                observer.removed(new RecordRemoved(recordId, outcome.before(), state.version(), transaction));
            } else {
                observer.changed(new RecordChanged(recordId, state.value(), state.version(), transaction));
            }
        });
    }

    private void observe(Runnable event) {
        try {
            event.run();
        } catch (Throwable e) {
            failures.add(OBSERVER_FAILED, "", "", "An observer of record " + recordId + " failed", e);
        }
    }
}
