package io.meshws.internal.keep;

import io.meshws.internal.failure.FailureLog;
import java.util.concurrent.atomic.LongAdder;

/** Logs and counts failures of keepers. Thread-safe. */
final class KeeperLog {
    private static final System.Logger LOG = System.getLogger(KeeperLog.class.getPackageName());
    private static final FailureLog.Message NOT_LOADED =
            new FailureLog.Message(LOG, System.Logger.Level.ERROR, "MESH-0610");
    private static final FailureLog.Message NOT_SAVED =
            new FailureLog.Message(LOG, System.Logger.Level.ERROR, "MESH-0611");

    private final Kind kind;
    private final FailureLog failures;
    private final LongAdder failedSaves = new LongAdder();

    KeeperLog(Kind kind, FailureLog failures) {
        this.kind = kind;
        this.failures = failures;
    }

    Kind kind() {
        return kind;
    }

    void notLoaded(Object keeper, int number, Throwable failure) {
        failures.add(
                NOT_LOADED,
                keeper.getClass().getName(),
                "",
                "The keeper " + keeper.getClass().getName() + " could not load " + number + " " + kind.name() + "s",
                failure);
    }

    void notSaved(Object keeper, String item, Throwable failure) {
        failedSaves.increment();
        failures.add(
                NOT_SAVED,
                keeper.getClass().getName(),
                "",
                "The keeper " + keeper.getClass().getName() + " could not save the " + kind.item() + " " + item
                        + "; it will be tried again",
                failure);
    }

    void preloaded(Object keeper, int number) {
        LOG.log(
                System.Logger.Level.INFO,
                "MESH-0613 Loaded {0} {1}s of the keeper {2}, as many as it should at once; it may have more",
                Integer.toString(number),
                kind.name(),
                keeper.getClass().getName());
    }

    void leftUnsaved(long number) {
        LOG.log(
                System.Logger.Level.ERROR,
                "MESH-0612 {0} {1} are not saved at the end of this instance; with Redis, other instances save them",
                Long.toString(number),
                kind.unsaved());
    }

    long failedSaves() {
        return failedSaves.sum();
    }
}
