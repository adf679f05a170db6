package io.meshws.internal.keep;

import io.meshws.internal.failure.FailureLog;
import java.util.concurrent.atomic.LongAdder;

/** Logs and counts what goes wrong in keepers. Thread-safe. */
final class KeeperLog {
    private static final System.Logger LOG = System.getLogger(KeeperLog.class.getPackageName());
    private static final FailureLog.Message NOT_LOADED =
            new FailureLog.Message(LOG, System.Logger.Level.ERROR, "MESH-0610");
    private static final FailureLog.Message NOT_SAVED =
            new FailureLog.Message(LOG, System.Logger.Level.ERROR, "MESH-0611");

    private final FailureLog failures;
    private final LongAdder failedSaves = new LongAdder();

    KeeperLog(FailureLog failures) {
        this.failures = failures;
    }

    void notLoaded(Object keeper, int records, Throwable failure) {
        failures.add(
                NOT_LOADED,
                keeper.getClass().getName(),
                "",
                "The keeper " + keeper.getClass().getName() + " could not load " + records + " records",
                failure);
    }

    void notSaved(Object keeper, String recordId, Throwable failure) {
        failedSaves.increment();
        failures.add(
                NOT_SAVED,
                keeper.getClass().getName(),
                "",
                "The keeper " + keeper.getClass().getName() + " could not save the record \"" + recordId
                        + "\"; it will be tried again",
                failure);
    }

    void leftUnsaved(long records) {
        LOG.log(
                System.Logger.Level.ERROR,
                "MESH-0612 {0} records are not saved at the end of this instance; with Redis, other instances save them",
                Long.toString(records));
    }

    long failedSaves() {
        return failedSaves.sum();
    }
}
