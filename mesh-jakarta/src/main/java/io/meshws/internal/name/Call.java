package io.meshws.internal.name;

import io.meshws.internal.cluster.NameEntry;
import java.util.concurrent.CompletableFuture;

/**
 * Something for the holder of a name, until it reached one and was answered. Its {@link CallQueue} uses it, one thing at a time.
 *
 * @param <R> the answer
 */
abstract class Call<R> {
    final CompletableFuture<R> result = new CompletableFuture<>();
    /** By the clock of {@link System#nanoTime}. */
    final long deadline;
    /** The number of the entry with the holder that has the call now; 0 while it waits. */
    long asked;

    private CompletableFuture<R> answer;

    Call(long deadline) {
        this.deadline = deadline;
    }

    /** Whether later calls wait until it reached its holder. */
    abstract boolean isOrdered();

    /** Passes it on; fails with {@code EGONE} only if it did not reach the holder. */
    abstract CompletableFuture<R> pass(NameEntry entry);

    /** The name is free. */
    abstract void nobody();

    /** It took too long. */
    abstract void late();

    final CompletableFuture<R> begin(NameEntry entry) {
        asked = entry.number();
        answer = pass(entry);
        return answer;
    }

    /** The caller no longer waits for it. */
    final void cancel() {
        if (answer != null) {
            answer.cancel(false);
        }
    }
}
