package io.meshws.internal.record;

import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.record.PendingWrite.Written;
import io.meshws.internal.serial.SerialQueue;
import java.util.concurrent.Executor;

/**
 * Tells what became of the writes of one record, in order: first the observers, who are the application's, then those who
 * wait for the write. If there are observers, it does so on a worker, so that one that takes its time holds up nothing but
 * what is told after it. Thread-safe.
 */
final class WriteOutcomes {
    private static final FailureLog.Message OBSERVER_FAILED = new FailureLog.Message(
            System.getLogger(WriteOutcomes.class.getPackageName()), System.Logger.Level.ERROR, "MESH-0602");

    private final String recordId;
    private final RecordObserver observer;
    private final Executor tellers;
    private final FailureLog failures;
    private final SerialQueue untold = new SerialQueue();

    /**
     * @param tellers run what tells, also on the calling thread if there are no observers
     */
    WriteOutcomes(String recordId, RecordObserver observer, Executor tellers, FailureLog failures) {
        this.recordId = recordId;
        this.observer = observer;
        this.tellers = tellers;
        this.failures = failures;
    }

    /** Adds what {@link #tell} will tell. */
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
                outcome.write().result().complete(new Written(outcome.state().version(), outcome.changed()));
            }
        });
    }

    /** As {@link #add(RecordPlan.WriteResult)}, of a write that failed. */
    void add(PendingWrite write, Throwable failure) {
        untold.add(() -> write.result().completeExceptionally(failure));
    }

    void tell() {
        tellers.execute(untold::run);
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
}
