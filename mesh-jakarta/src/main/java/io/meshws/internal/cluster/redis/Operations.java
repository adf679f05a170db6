package io.meshws.internal.cluster.redis;

import io.meshws.ClusterUnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The operations that are waiting for Redis. Every operation ends exactly once: with its answer, when its time has passed,
 * or with the session, because Redisson forgets operations in flight when it's shut down. Thread-safe.
 */
final class Operations {
    private final long patienceNanos;
    private final Set<Operation<?>> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Operations(Duration patience) {
        patienceNanos = patience.toNanos();
    }

    /** @param executor completes the operation's future */
    <T> Operation<T> begin(Executor executor) {
        Operation<T> operation = new Operation<>(executor);
        inFlight.add(operation);
        if (closed) {
            operation.fail(unavailable());
        }
        return operation;
    }

    /** Fails operations that take too long. */
    void expire() {
        long now = System.nanoTime();
        for (Operation<?> operation : inFlight) {
            if (now - operation.begun > patienceNanos) {
                operation.fail(unknown(null));
            }
        }
    }

    void failAll() {
        for (Operation<?> operation : inFlight) {
            operation.fail(unknown(null));
        }
    }

    /** Fails all operations in flight, and all that begin from now on. */
    void close() {
        closed = true;
        failAll();
    }

    static ClusterUnavailableException unavailable() {
        return new ClusterUnavailableException("The shared store cannot be reached");
    }

    static ClusterUnavailableException unknown(Throwable cause) {
        return new ClusterUnavailableException(
                "The shared store did not answer; whether the operation took effect is unknown", cause);
    }

    /** One operation. */
    final class Operation<T> {
        private final long begun = System.nanoTime();
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final Executor executor;

        private Operation(Executor executor) {
            this.executor = executor;
        }

        CompletableFuture<T> result() {
            return result;
        }

        void finish(T value, Throwable failure) {
            if (failure != null) {
                fail(unknown(failure));
            } else if (inFlight.remove(this)) {
                executor.execute(() -> result.complete(value));
            }
        }

        void fail(ClusterUnavailableException failure) {
            if (inFlight.remove(this)) {
                executor.execute(() -> result.completeExceptionally(failure));
            }
        }
    }
}
