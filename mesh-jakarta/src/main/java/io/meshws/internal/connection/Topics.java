package io.meshws.internal.connection;

import io.meshws.CommandException;
import io.meshws.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one client is subscribed to, or about to be: each feature keeps its own here, and finds it when the client
 * unsubscribes or goes. All of it together is bounded in number. Thread-safe.
 */
public final class Topics {
    private final int max;
    private final Map<Kind<?>, Map<String, Topic<?>>> kinds = new HashMap<>();
    private int count;
    private boolean closed;

    /**
     * What one feature keeps.
     *
     * @param <T> for each name
     */
    public static final class Kind<T> {}

    Topics(int max) {
        this.max = max;
    }

    /**
     * The client asks to subscribe.
     *
     * @return to be {@linkplain Topic#settle settled} when that has its answer
     * @throws CommandException if the client would have too many, or is gone
     */
    public synchronized <T> Topic<T> request(Kind<T> kind, String name) {
        if (closed) {
            throw Connection.gone();
        }
        Topic<T> topic = get(kind, name);
        if (topic == null) {
            if (count == max) {
                throw new CommandException(
                        ErrorCode.EBUSY,
                        "A connection may have " + max + " subscriptions; unsubscribe from something first");
            }
            topic = new Topic<>(kind, name);
            kinds.computeIfAbsent(kind, key -> new HashMap<>()).put(name, topic);
            count++;
        }
        topic.requests++;
        return topic;
    }

    /** The client unsubscribes: ends what it has, and all that it asked for until now. Null if that is nothing. */
    public synchronized <T> Topic<T> end(Kind<T> kind, String name) {
        Topic<T> topic = get(kind, name);
        if (topic != null) {
            topic.ended = true;
            forget(topic);
        }
        return topic;
    }

    /** As {@link #end}, of everything. */
    public synchronized <T> List<Topic<T>> endAll(Kind<T> kind) {
        List<Topic<T>> ended = new ArrayList<>();
        for (String name : List.copyOf(kinds.getOrDefault(kind, Map.of()).keySet())) {
            ended.add(end(kind, name));
        }
        return ended;
    }

    /** What the client had ended by itself; nothing happens if it has another one now. */
    public synchronized <T> void release(Kind<T> kind, String name, T value) {
        Topic<T> topic = get(kind, name);
        if (topic != null && topic.held == value) {
            topic.held = null;
            topic.forgetUnused();
        }
    }

    /** From now on every request fails. */
    synchronized void close() {
        closed = true;
    }

    /** How many there are, of all kinds. */
    public synchronized int count() {
        return count;
    }

    /** Null if there is none. */
    @SuppressWarnings("unchecked")
    private <T> Topic<T> get(Kind<T> kind, String name) {
        Map<String, Topic<?>> topics = kinds.get(kind);
        return topics == null ? null : (Topic<T>) topics.get(name);
    }

    private void forget(Topic<?> topic) {
        if (kinds.get(topic.kind).remove(topic.name, topic)) {
            count--;
        }
    }

    /**
     * One name that the client asked for: from the first request, through all that follow, until it unsubscribes. Who asks
     * after that gets another one. So whatever is still under way when the client unsubscribes finds that it ended.
     *
     * @param <T> what the client has once it is subscribed
     */
    public final class Topic<T> {
        private final Kind<T> kind;
        private final String name;
        private int requests;
        private T held;
        private volatile boolean ended;

        private Topic(Kind<T> kind, String name) {
            this.kind = kind;
            this.name = name;
        }

        public String name() {
            return name;
        }

        /** Whether the client unsubscribed, or went. */
        public boolean isEnded() {
            return ended;
        }

        /**
         * The client is subscribed, and has this instead of what it may have had.
         *
         * @return false if this ended
         */
        public boolean hold(T value) {
            synchronized (Topics.this) {
                if (!ended) {
                    held = value;
                }
                return !ended;
            }
        }

        /** As {@link #hold}, if the client has nothing yet; returns what it has then, null if this ended. */
        public T holdIfNone(T value) {
            synchronized (Topics.this) {
                if (!ended && held == null) {
                    held = value;
                }
                return ended ? null : held;
            }
        }

        /** What the client has, or had when this ended; null if nothing. */
        public T held() {
            synchronized (Topics.this) {
                return held;
            }
        }

        /** A request has its answer. */
        public void settle() {
            synchronized (Topics.this) {
                requests--;
                forgetUnused();
            }
        }

        private void forgetUnused() {
            if (requests == 0 && held == null && !ended) {
                forget(this);
            }
        }
    }
}
