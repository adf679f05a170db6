package io.meshws.connection;

import io.meshws.cluster.Attempt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Runs asynchronous operations one after the other, each when the last has ended, well or badly. Thread-safe. */
final class Serial {
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    <T> CompletionStage<T> run(Supplier<CompletionStage<T>> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<?> before;
        synchronized (this) {
            before = last;
            last = result;
        }
        // Not inside the lock: what has ended already runs the operation here and now.
        before.whenComplete((done, failure) -> Attempt.of(operation, result));
        return result;
    }
}
