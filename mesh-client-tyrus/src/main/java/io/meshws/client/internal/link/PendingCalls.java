package io.meshws.client.internal.link;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The calls of one connection that wait for a reply. Thread-safe. */
final class PendingCalls {
    private final ConcurrentHashMap<Long, Call> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private volatile boolean closed;

    /** A positive number that no other frame of this connection carries. */
    long nextId() {
        return lastId.incrementAndGet();
    }

    /** False after {@link #close}; the call is not kept then. */
    boolean add(long id, Call call) {
        waiting.put(id, call);
        // After the put: a thread that closed before it may have missed this call, so one of the two takes it out.
        return !closed || waiting.remove(id) == null;
    }

    /** Ends the call of that id; does nothing if there is none, as with a reply that came too late. */
    void answer(long id, Reply reply) {
        Call call = waiting.remove(id);
        if (call != null) {
            call.complete(reply);
        }
    }

    void forget(long id) {
        waiting.remove(id);
    }

    /** Gives out the calls that are not answered, in the order in which they were made; none is added afterwards. */
    List<Call> close() {
        closed = true;
        TreeMap<Long, Call> left = new TreeMap<>();
        for (Long id : waiting.keySet()) {
            Call call = waiting.remove(id);
            if (call != null) {
                left.put(id, call);
            }
        }
        return new ArrayList<>(left.values());
    }

    int size() {
        return waiting.size();
    }
}
