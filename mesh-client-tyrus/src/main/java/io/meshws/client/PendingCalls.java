package io.meshws.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests of one connection that wait for a reply. Each ends exactly once: by its reply, by {@link #forget} or by
 * {@link #failAll}. Thread-safe.
 */
final class PendingCalls {
    private final ConcurrentHashMap<Long, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private volatile Reply.Failure end;

    /** A positive number that no other frame of this connection carries. */
    long nextId() {
        return lastId.incrementAndGet();
    }

    void add(long id, CompletableFuture<Reply> call) {
        waiting.put(id, call);
        // After the put: whoever set the end before it may have missed this call, so one of the two sees the other.
        Reply.Failure over = end;
        if (over != null) {
            answer(id, over);
        }
    }

    /** Ends the request of that id; does nothing where there is none, as with a reply that came too late. */
    void answer(long id, Reply reply) {
        CompletableFuture<Reply> call = waiting.remove(id);
        if (call != null) {
            call.complete(reply);
        }
    }

    void forget(long id) {
        waiting.remove(id);
    }

    /** Fails all requests, those to come included. */
    void failAll(Reply.Failure reason) {
        end = reason;
        waiting.keySet().forEach(id -> answer(id, reason));
    }

    int size() {
        return waiting.size();
    }
}
