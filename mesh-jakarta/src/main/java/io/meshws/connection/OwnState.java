package io.meshws.connection;

import io.meshws.ClusterUnavailableException;
import io.meshws.CommandException;
import io.meshws.cluster.Cluster;
import io.meshws.cluster.ConnectionDirectory.OwnConnection;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Keeps the store's copy of this instance's connections true: a write that failed, and a store that was away, lead to all
 * of it being written again once the store can be reached.
 */
final class OwnState {
    private final Cluster cluster;
    private final Supplier<Map<String, OwnConnection>> own;

    /** Counts the writes that were confirmed, so that a rewrite knows whether it missed one. */
    private final AtomicLong writes = new AtomicLong();

    private boolean stale;
    private boolean rewriting;

    OwnState(Cluster cluster, Supplier<Map<String, OwnConnection>> own) {
        this.cluster = cluster;
        this.own = own;
    }

    /** Watches one write. */
    <T> CompletionStage<T> write(CompletionStage<T> change) {
        return change.whenComplete((done, failure) -> {
            writes.incrementAndGet();
            if (failure != null && mayHaveMissedTheStore(failure)) {
                synchronized (this) {
                    stale = true;
                }
            }
        });
    }

    private static boolean mayHaveMissedTheStore(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ClusterUnavailableException || !(cause instanceof CommandException);
    }

    void rewrite() {
        synchronized (this) {
            stale = true;
            if (rewriting) {
                return;
            }
            rewriting = true;
            stale = false;
        }
        // Counted before the copy is taken: what is confirmed after it may have been overwritten by it.
        long before = writes.get();
        cluster.connections().replaceOwn(own.get()).whenComplete((done, failure) -> {
            boolean again;
            synchronized (this) {
                rewriting = false;
                stale |= failure != null || writes.get() != before;
                again = stale && failure == null;
            }
            if (again) {
                rewrite();
            }
        });
    }

    /** Tries again what failed. */
    void tick() {
        boolean again;
        synchronized (this) {
            again = stale && !rewriting;
        }
        if (again && cluster.isAvailable()) {
            rewrite();
        }
    }
}
