package io.meshws.internal.connection;

import io.meshws.CommandException;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The topics that one client is subscribed to, or about to be. Each feature keeps its own here, and finds them when the
 * client unsubscribes or disconnects. Their total number is limited. Thread-safe.
 */
public final class Topics {
    private final Connection client;
    private Map<Kind<?>, Map<String, Topic<?>>> kinds = Map.of();
    private int count;
    private boolean closed;

    /**
     * The topics of one feature.
     *
     * @param <T> the feature's data for each name
     */
    public static final class Kind<T> {
        private final String member;

        /** @param member the member of a payload that has the name */
        public Kind(String member) {
            this.member = member;
        }
    }

    Topics(Connection client) {
        this.client = client;
    }

    /**
     * The client asks to subscribe.
     *
     * @return the topic, which must be {@linkplain Topic#answer answered}
     * @throws CommandException if the client would have too many, or is gone
     */
    public synchronized <T> Topic<T> request(Kind<T> kind, String name) {
        if (closed) {
            throw Connection.gone();
        }
        Topic<T> topic = get(kind, name);
        if (topic == null) {
            int max = client.limits().subscriptions();
            if (count == max) {
                throw new CommandException(
                        ErrorCode.ESUBSCRIPTIONS,
                        "A connection may have " + max + " subscriptions; unsubscribe from something first");
            }
            topic = new Topic<>(kind, name);
            if (kinds.isEmpty()) {
                kinds = new HashMap<>();
            }
            kinds.computeIfAbsent(kind, key -> new HashMap<>()).put(name, topic);
            count++;
        }
        topic.requests++;
        return topic;
    }

    /** The client unsubscribes: ends its subscription, and all requests so far. Null if there are none. */
    public synchronized <T> Topic<T> end(Kind<T> kind, String name) {
        Topic<T> topic = get(kind, name);
        if (topic != null) {
            topic.ended = true;
            forget(topic);
        }
        return topic;
    }

    /** Like {@link #end}, for all names. */
    public synchronized <T> List<Topic<T>> endAll(Kind<T> kind) {
        List<Topic<T>> ended = new ArrayList<>();
        for (String name : List.copyOf(kinds.getOrDefault(kind, Map.of()).keySet())) {
            ended.add(end(kind, name));
        }
        return ended;
    }

    /**
     * Takes away the client's subscriptions to some names, and all requests so far, as if it had unsubscribed.
     *
     * @return the topics, which must be {@linkplain Topic#taken taken}
     */
    public synchronized <T> List<Topic<T>> take(Kind<T> kind, Predicate<String> names) {
        List<Topic<T>> taken = new ArrayList<>();
        for (String name : List.copyOf(kinds.getOrDefault(kind, Map.of()).keySet())) {
            if (names.test(name)) {
                Topic<T> topic = end(kind, name);
                topic.taken = true;
                topic.tell = topic.answered;
                taken.add(topic);
            }
        }
        return taken;
    }

    /** The client's subscription ended by itself; does nothing if the client has another one now. */
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

    /** The number of topics of all kinds. */
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
     * One name that the client asked for, from the first request, through all that follow, until it unsubscribes. A
     * later request gets another topic. So operations that are still in progress when the client unsubscribes find that
     * their topic ended.
     *
     * @param <T> the subscription of a client
     */
    public final class Topic<T> {
        private final Kind<T> kind;
        private final String name;
        private int requests;
        private T held;
        private volatile boolean ended;
        /** The client was told that it is subscribed. */
        private boolean answered;

        private boolean taken;
        /** The client has to be told that this was taken away. */
        private boolean tell;

        private Topic(Kind<T> kind, String name) {
            this.kind = kind;
            this.name = name;
        }

        public String name() {
            return name;
        }

        /** Whether the client unsubscribed or disconnected. */
        public boolean isEnded() {
            return ended;
        }

        /**
         * The client is subscribed, and this replaces an earlier subscription.
         *
         * @return false if the topic ended
         */
        public boolean hold(T value) {
            synchronized (Topics.this) {
                if (!ended) {
                    held = value;
                }
                return !ended;
            }
        }

        /** Like {@link #hold}, if the client has no subscription yet; returns its subscription, null if the topic ended. */
        public T holdIfNone(T value) {
            synchronized (Topics.this) {
                if (!ended && held == null) {
                    held = value;
                }
                return ended ? null : held;
            }
        }

        /** The client's subscription, also after the topic ended; null if there is none. */
        public T held() {
            synchronized (Topics.this) {
                return held;
            }
        }

        /**
         * Answers a request, which settles it.
         *
         * @param allowed whether the client may subscribe
         * @param found its subscription then; empty if it isn't subscribed
         * @param replied completes when the client has its reply
         * @return empty if it may not, or isn't subscribed
         */
        public <R> CompletionStage<Optional<R>> answer(
                CompletionStage<Boolean> allowed,
                Supplier<CompletionStage<Optional<R>>> found,
                CompletionStage<Boolean> replied) {
            return allowed.thenCompose(may -> may ? found.get() : CompletableFuture.completedStage(Optional.<R>empty()))
                    .thenApply(result -> {
                        if (result.isPresent()) {
                            replied.thenAccept(this::replied);
                        }
                        return result;
                    })
                    .whenComplete((result, failure) -> settle());
        }

        private void replied(boolean success) {
            boolean takenMeanwhile;
            synchronized (Topics.this) {
                answered |= success;
                takenMeanwhile = success && taken;
            }
            if (takenMeanwhile) {
                tellTaken();
            }
        }

        /** From now on nothing of it reaches the client. The client is told if it believes that it's subscribed. */
        public void taken() {
            // A request that is answered later is told then.
            if (tell) {
                tellTaken();
            }
        }

        private void tellTaken() {
            client.sendFrame(
                    FrameText.event(BuiltIn.UNSUBSCRIBED, "{\"" + kind.member + "\":" + Json.quote(name) + "}"));
        }

        private void settle() {
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
