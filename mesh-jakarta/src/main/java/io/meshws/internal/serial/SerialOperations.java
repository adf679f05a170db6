package io.meshws.internal.serial;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Runs asynchronous operations one after the other, each when the last has ended, well or badly. Thread-safe. */
public final class SerialOperations {
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    /** Operations that wait and may be replaced, by key: only such ones were given after them. */
    private final Map<String, Replaceable<?>> replaceable = new HashMap<>();

    private static final class Replaceable<T> {
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private Supplier<CompletionStage<T>> operation;
    }

    /** Runs the operation after all that were given before. */
    public <T> CompletionStage<T> run(Supplier<CompletionStage<T>> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<?> before;
        synchronized (this) {
            replaceable.clear();
            before = last;
            last = result;
        }
        // Not inside the lock: what has ended already runs the operation here and now.
        before.whenComplete((done, failure) -> Attempt.of(operation, result));
        return result;
    }

    /**
     * As {@link #run}. But if an operation of the same key still waits, and only operations with keys were given after it,
     * this one runs in its place, and both have the result.
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
            replaceable.put(key, mine);
            before = last;
            last = mine.result;
        }
        before.whenComplete((done, failure) -> Attempt.of(() -> take(key, mine).get(), mine.result));
        return mine.result;
    }

    private synchronized <T> Supplier<CompletionStage<T>> take(String key, Replaceable<T> mine) {
        replaceable.remove(key, mine);
        return mine.operation;
    }
}
