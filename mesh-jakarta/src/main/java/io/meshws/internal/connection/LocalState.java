package io.meshws.internal.connection;

import io.meshws.ClusterUnavailableException;
import io.meshws.CommandException;
import io.meshws.internal.serial.Attempt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Keeps this instance's data in the store correct, such as its copy of the connections: after a failed change, or after
 * the store was away, all of it is written again once the store can be reached.
 *
 * <p>Writing everything and single changes exclude each other: the copy is taken when no change is in progress, and
 * changes wait until it's written. So an older copy never undoes a change. Thread-safe.
 */
public final class LocalState {
    private final BooleanSupplier available;
    private final Supplier<CompletionStage<Void>> writing;

    private int changing;
    private boolean stale;
    /** Incomplete while a rewrite is wanted or in progress. */
    private CompletableFuture<Void> rewritten = CompletableFuture.completedFuture(null);

    /**
     * @param available whether the store can be reached
     * @param writing makes the store equal to this instance; called when no change is in progress
     */
    public LocalState(BooleanSupplier available, Supplier<CompletionStage<Void>> writing) {
        this.available = available;
        this.writing = writing;
    }

    /** Changes the store. */
    public <T> CompletionStage<T> change(Supplier<CompletionStage<T>> change) {
        CompletableFuture<Void> before;
        boolean now;
        synchronized (this) {
            before = rewritten;
            now = before.isDone();
            changing += now ? 1 : 0;
        }
        return now ? begin(change) : before.thenCompose(done -> change(change));
    }

    private <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> change) {
        return Attempt.of(change).whenComplete((value, failure) -> changed(failure));
    }

    private void changed(Throwable failure) {
        boolean mayRewrite;
        synchronized (this) {
            changing--;
            stale |= failure != null && mayHaveMissedTheStore(failure);
            mayRewrite = changing == 0 && !rewritten.isDone();
        }
        if (mayRewrite) {
            write();
        }
    }

    private static boolean mayHaveMissedTheStore(Throwable failure) {
        Throwable cause = Attempt.causeOf(failure);
        return cause instanceof ClusterUnavailableException || !(cause instanceof CommandException);
    }

    /** Writes everything again, as soon as no change is in progress. */
    public void rewrite() {
        boolean now;
        synchronized (this) {
            if (!rewritten.isDone()) {
                // The rewrite in progress may go to a store that is gone again.
                stale = true;
                return;
            }
            rewritten = new CompletableFuture<>();
            stale = false;
            now = changing == 0;
        }
        if (now) {
            write();
        }
    }

    private void write() {
        Attempt.of(writing).whenComplete((done, failure) -> {
            CompletableFuture<Void> waiting;
            synchronized (this) {
                stale |= failure != null;
                waiting = rewritten;
            }
            waiting.complete(null);
        });
    }

    /** Retries failed changes. */
    public void tick() {
        boolean again;
        synchronized (this) {
            again = stale;
        }
        if (again && available.getAsBoolean()) {
            rewrite();
        }
    }
}
