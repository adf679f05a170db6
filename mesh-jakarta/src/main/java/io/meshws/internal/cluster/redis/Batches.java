package io.meshws.internal.cluster.redis;

import io.meshws.ClusterUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

/**
 * A bounded queue of messages to Redis, with one batch in flight at a time. Redisson spreads commands over connections,
 * on which one may overtake another; so the next batch leaves only when the last one is confirmed. Thread-safe.
 *
 * @param <T> a message
 * @param <R> the result of sending it
 */
final class Batches<T, R> {
    static final int MAX_QUEUED = 16_384;
    private static final int MAX_QUEUED_CHARACTERS = 64 << 20;
    private static final int MAX_BATCH = 256;
    private static final int MAX_BATCH_CHARACTERS = 1 << 20;

    private final Sender<T, R> sender;
    private final ToIntFunction<T> length;
    private final Executor redis;
    private final Executor callbacks;

    private final Deque<Queued<T, R>> queue = new ArrayDeque<>();
    private int queuedCharacters;
    private long lastNumber;
    private boolean sending;
    private boolean closed;

    /**
     * A message on its way.
     *
     * @param number increases with each message of the queue
     */
    record Queued<T, R>(T message, long number, CompletableFuture<R> result) {}

    /** Sends on {@code mesh-redis}, and completes the results through {@link #complete}. */
    interface Sender<T, R> {
        /** @return a stage that completes when the next batch may leave, successfully or not */
        CompletableFuture<?> send(List<Queued<T, R>> batch);
    }

    /**
     * @param length the approximate length of a message in characters
     * @param callbacks completes the results
     */
    Batches(Sender<T, R> sender, ToIntFunction<T> length, Executor redis, Executor callbacks) {
        this.sender = sender;
        this.length = length;
        this.redis = redis;
        this.callbacks = callbacks;
    }

    CompletableFuture<R> add(T message) {
        CompletableFuture<R> result = new CompletableFuture<>();
        synchronized (queue) {
            if (closed) {
                return CompletableFuture.failedFuture(Operations.unavailable());
            }
            if (queue.size() >= MAX_QUEUED || queuedCharacters > MAX_QUEUED_CHARACTERS) {
                return CompletableFuture.failedFuture(tooMany());
            }
            queue.add(new Queued<>(message, ++lastNumber, result));
            queuedCharacters += length.applyAsInt(message);
            if (sending) {
                return result;
            }
            sending = true;
        }
        redis.execute(this::sendNext);
        return result;
    }

    private void sendNext() {
        List<Queued<T, R>> batch = next();
        if (!batch.isEmpty()) {
            sender.send(batch).whenComplete((done, failure) -> redis.execute(this::sendNext));
        }
    }

    static ClusterUnavailableException tooMany() {
        return new ClusterUnavailableException("Too many messages are waiting for the shared store");
    }

    /** The first of them, as many as a batch has. */
    static <T, R> List<Queued<T, R>> first(Iterable<Queued<T, R>> all, ToIntFunction<T> length) {
        List<Queued<T, R>> batch = new ArrayList<>();
        int characters = 0;
        for (Queued<T, R> queued : all) {
            if (batch.size() == MAX_BATCH || characters >= MAX_BATCH_CHARACTERS) {
                break;
            }
            characters += length.applyAsInt(queued.message());
            batch.add(queued);
        }
        return batch;
    }

    private List<Queued<T, R>> next() {
        synchronized (queue) {
            List<Queued<T, R>> batch = first(queue, length);
            for (Queued<T, R> queued : batch) {
                queue.remove();
                queuedCharacters -= length.applyAsInt(queued.message());
            }
            sending = !batch.isEmpty();
            return batch;
        }
    }

    /**
     * Completes the results of some messages.
     *
     * @param results in the order of the messages; ignored if there is a failure
     */
    void complete(List<Queued<T, R>> sent, List<R> results, Throwable failure) {
        callbacks.execute(() -> {
            for (int i = 0; i < sent.size(); i++) {
                if (failure == null) {
                    sent.get(i).result().complete(results.get(i));
                } else {
                    sent.get(i).result().completeExceptionally(failure);
                }
            }
        });
    }

    /** Fails everything that is still waiting, and everything that is added later. */
    void close() {
        synchronized (queue) {
            closed = true;
        }
        for (List<Queued<T, R>> batch = next(); !batch.isEmpty(); batch = next()) {
            complete(batch, null, Operations.unavailable());
        }
    }
}
