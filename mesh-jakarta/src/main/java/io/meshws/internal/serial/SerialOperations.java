package io.meshws.internal.serial;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Runs asynchronous operations one after the other, each when the previous one has ended, successfully or not.
 * Thread-safe.
 */
public final class SerialOperations {
    private static final CompletableFuture<?> NONE = CompletableFuture.completedFuture(null);

    private CompletableFuture<?> last = NONE;
    /** Waiting operations that may be replaced, by key: only such operations were added after them. */
    private Map<String, Replaceable<?>> replaceable = Map.of();

    private static final class Replaceable<T> {
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private Supplier<CompletionStage<T>> operation;
    }

    /** Runs the operation after all earlier ones. */
    public <T> CompletionStage<T> run(Supplier<CompletionStage<T>> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<?> before;
        synchronized (this) {
            replaceable = Map.of();
            before = last;
            last = result;
        }
        // Not under the lock: if the previous operation has already ended, this runs the operation at once.
        before.whenComplete((done, failure) -> Attempt.of(operation, result));
        return result;
    }

    /**
     * Like {@link #run}. But if an operation with the same key is still waiting, and only operations with keys were
     * added after it, this one runs in its place, and both have the result.
     *
     * @param key always of the same result type
     */
    public <T> CompletionStage<T> runLatest(String key, Supplier<CompletionStage<T>> operation) {
        CompletableFuture<?> before;
        Replaceable<T> mine;
        synchronized (this) {
            @SuppressWarnings("unchecked")
            Replaceable<T> waiting = (Replaceable<T>) replaceable.get(key);
            mine = waiting == null ? new Replaceable<>() : waiting;
            mine.operation = operation;
            if (waiting != null) {
                return waiting.result;
            }
            if (replaceable.isEmpty()) {
                replaceable = new HashMap<>();
            }
            replaceable.put(key, mine);
            before = last;
            last = mine.result;
        }
        before.whenComplete((done, failure) -> Attempt.of(() -> take(key, mine).get(), mine.result));
        return mine.result;
    }

    private synchronized <T> Supplier<CompletionStage<T>> take(String key, Replaceable<T> mine) {
        if (replaceable.get(key) == mine) {
            replaceable.remove(key);
        }
        return mine.operation;
    }
}
