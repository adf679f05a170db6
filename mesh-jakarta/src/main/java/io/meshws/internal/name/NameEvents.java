package io.meshws.internal.name;

import io.meshws.NameFreed;
import io.meshws.NameHolder;
import io.meshws.NameTaken;
import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.serial.SerialOperations;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Tells the application of the changes that this instance made: on a worker, one after the other. Thread-safe. */
final class NameEvents {
    private static final FailureLog.Message OBSERVER_FAILED = new FailureLog.Message(
            System.getLogger(NameEvents.class.getPackageName()), System.Logger.Level.ERROR, "MESH-0905");

    private final NameObserver observer;
    private final Supplier<Runnable> scope;
    private final Executor tellers;
    private final FailureLog failures;
    private final SerialOperations told = new SerialOperations();

    NameEvents(NameObserver observer, Supplier<Runnable> scope, AppStages stages, FailureLog failures) {
        this.observer = observer;
        this.scope = scope;
        this.tellers = stages.executor("NameTaken or NameFreed");
        this.failures = failures;
    }

    static NameHolder holder(NameEntry entry) {
        return new NameHolder(
                entry.name(),
                entry.hosted() ? Optional.empty() : Optional.of(entry.holder()),
                entry.owner(),
                Instant.ofEpochMilli(entry.since()),
                entry.state() == State.AWAY);
    }

    void taken(NameEntry entry) {
        tell(() -> observer.taken(new NameTaken(holder(entry))));
    }

    void freed(NameEntry entry) {
        tell(() -> observer.freed(new NameFreed(holder(entry))));
    }

    private void tell(Runnable observers) {
        told.run(() -> CompletableFuture.runAsync(() -> run(observers), tellers));
    }

    private void run(Runnable observers) {
        Runnable end = scope.get();
        try {
            observers.run();
        } catch (Throwable e) {
            // Errors too: the next event is fired all the same.
            failures.add(OBSERVER_FAILED, "", "", "An observer of NameTaken or NameFreed failed", e);
        } finally {
            end.run();
        }
    }
}
