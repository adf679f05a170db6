package io.meshws.internal.connection;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.serial.Attempt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The replies of mesh's own commands that can be long, so that many small requests can't fill the memory. Each has at
 * most {@link #maxBytes}. A few are created at a time, from before the store is asked until the reply is in the
 * client's outbox; others wait in order. Thread-safe.
 */
public final class LongReplies {
    private static final int MAX_BYTES = 4 << 20;
    private static final int AT_ONCE = 8;

    private final int maxBytes;
    private final ConcurrentLinkedQueue<Reply<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger places = new AtomicInteger(AT_ONCE);

    public LongReplies(MeshConfig config) {
        this.maxBytes = Math.min(MAX_BYTES, Math.max(1, config.get(MeshProperty.OUTBOX_MAX_SIZE) / 2));
    }

    /**
     * The maximum length of a reply's list, in bytes of UTF-8 as it's sent: 4 MiB, or half of the outbox. The outbox
     * counts characters, which are never more than bytes; Java clients accept 16 MiB.
     */
    public int maxBytes() {
        return maxBytes;
    }

    /** The space for a reply that is about to be created. */
    public ReplySpace space() {
        return new ReplySpace(maxBytes);
    }

    /**
     * Creates a reply when it's its turn.
     *
     * @param replied completes when the client has its reply, or never will get it; if that is before its turn, nothing
     *     is created
     */
    public <T> CompletionStage<T> make(CompletionStage<Boolean> replied, Supplier<CompletionStage<T>> reply) {
        Reply<T> next = new Reply<>(replied.toCompletableFuture(), reply);
        waiting.add(next);
        begin();
        return next.result;
    }

    private void begin() {
        while (takePlace()) {
            Reply<?> next = waiting.poll();
            if (next != null) {
                next.begin();
            } else {
                places.incrementAndGet();
                if (waiting.isEmpty()) {
                    return;
                }
            }
        }
    }

    private boolean takePlace() {
        return places.getAndUpdate(free -> Math.max(0, free - 1)) > 0;
    }

    private final class Reply<T> {
        private final CompletableFuture<Boolean> replied;
        private final Supplier<CompletionStage<T>> reply;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        /** The thread that is in {@link #begin}. */
        private volatile Thread beginning;

        Reply(CompletableFuture<Boolean> replied, Supplier<CompletionStage<T>> reply) {
            this.replied = replied;
            this.reply = reply;
        }

        void begin() {
            beginning = Thread.currentThread();
            if (replied.isDone()) {
                result.completeExceptionally(Connection.gone());
            } else {
                Attempt.of(reply, result);
            }
            replied.whenComplete((done, failure) -> end());
            beginning = null;
        }

        private void end() {
            places.incrementAndGet();
            // The thread that began this reply begins the next one too: nested calls would pile up on the stack.
            if (beginning != Thread.currentThread()) {
                LongReplies.this.begin();
            }
        }
    }
}
