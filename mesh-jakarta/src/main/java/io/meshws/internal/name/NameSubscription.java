package io.meshws.internal.name;

import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.serial.Attempt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether this instance hears of changes: from when it uses names first. Thread-safe. */
final class NameSubscription {
    private final Cluster cluster;
    private final Runnable unsure;
    /** The last attempt; null while names aren't used here. */
    private CompletableFuture<Void> attempt;

    /** @param unsure called when changes may have been missed, and are heard from now on */
    NameSubscription(Cluster cluster, Runnable unsure) {
        this.cluster = cluster;
        this.unsure = unsure;
    }

    /** Completes when changes are heard from now on. */
    synchronized CompletionStage<Void> begin() {
        if (attempt == null || attempt.isCompletedExceptionally()) {
            attempt = Attempt.of(() -> cluster.names().listen()).toCompletableFuture();
        }
        return attempt.copy();
    }

    synchronized boolean isUsed() {
        return attempt != null;
    }

    void rejoined() {
        CompletableFuture<Void> again;
        synchronized (this) {
            if (attempt == null) {
                return;
            }
            attempt = Attempt.of(() -> cluster.names().listen()).toCompletableFuture();
            again = attempt;
        }
        again.thenRun(unsure);
    }

    /** Retries failed steps. */
    void tick() {
        boolean failed;
        synchronized (this) {
            failed = attempt != null && attempt.isCompletedExceptionally();
        }
        if (failed && cluster.isAvailable()) {
            rejoined();
        }
    }
}
