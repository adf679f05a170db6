package io.meshws.client.internal.topic;

import io.meshws.client.MeshClientException;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.link.RestoreStep;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The topics of one kind. Commands are sent under this lock, so that subscribing and unsubscribing reach the server in the
 * order in which they happened here. Thread-safe.
 */
public abstract class Topics<T extends Topic<H>, H extends Handle<?, ?, ?>> {
    private static final Duration REFRESH_AGAIN = Duration.ofSeconds(1);

    private final Desk desk;
    private final Kind kind;
    private final Map<String, T> topics = new HashMap<>();

    /**
     * A kind of topic, with the words that the protocol has for it.
     *
     * @param word for messages
     * @param nameMember of payloads
     */
    public record Kind(String word, String nameMember, String subscribe, String unsubscribe) {}

    protected Topics(Desk desk, Kind kind) {
        this.desk = desk;
        this.kind = kind;
    }

    protected final Desk desk() {
        return desk;
    }

    /**
     * Subscribes; completes on a network thread.
     *
     * @param begin makes the topic if there is none
     * @param join makes a handle of a topic; may refuse by an exception
     */
    protected final <X extends H> CompletableFuture<X> subscribe(String name, Supplier<T> begin, Function<T, X> join) {
        CompletableFuture<X> result = new CompletableFuture<>();
        synchronized (this) {
            T found = topics.get(name);
            T topic = found != null ? found : begin.get();
            X handle = join.apply(topic);
            topics.put(name, topic);
            topic.handles().add(handle);
            desk.call(kind.subscribe(), topic.request(handle)).thenAccept(reply -> {
                MeshClientException refused = subscribed(topic, handle, reply);
                if (refused == null) {
                    result.complete(handle);
                } else {
                    result.completeExceptionally(refused);
                }
            });
        }
        return result;
    }

    /** Null if all is well. */
    private MeshClientException subscribed(T topic, H handle, Reply reply) {
        MeshClientException refused = null;
        synchronized (this) {
            try {
                topic.subscribed(handle, success(topic.name(), reply));
                topic.establish();
            } catch (MeshClientException e) {
                refused = e;
                if (remove(topic, handle) && e.is(ErrorCode.ETIMEOUT)) {
                    // The server may have agreed all the same.
                    unsubscribe(topic.name());
                }
            }
        }
        if (refused != null) {
            handle.end(refused);
        }
        return refused;
    }

    /** The reply of a server that agreed. */
    private JsonObject success(String name, Reply reply) {
        if (reply instanceof Reply.Failure failure) {
            throw failure.exception();
        }
        JsonObject payload = Payload.object(((Reply.Value) reply).payload());
        if (Payload.flag(payload, "success")) {
            return payload;
        }
        throw notOpen(name);
    }

    private MeshClientException notOpen(String name) {
        return new MeshClientException(
                ErrorCode.EFORBIDDEN, "The " + kind.word() + " \"" + name + "\" is not open to this client");
    }

    final boolean isLive(Handle<?, ?, ?> handle) {
        return desk.isOnline()
                && topics.values().stream()
                        .anyMatch(topic ->
                                topic.isEstablished() && topic.handles().contains(handle));
    }

    /** Something of the server's about a topic of this kind. */
    protected final void event(JsonValue payload, Consumer<Arrived<T>> change, int length) {
        JsonObject object = Payload.object(payload);
        synchronized (this) {
            T topic = topics.get(Payload.string(object, kind.nameMember()));
            if (topic != null && topic.isEstablished()) {
                change.accept(new Arrived<>(topic, object, length));
            }
        }
    }

    /** An event that concerns a topic. */
    protected record Arrived<T>(T topic, JsonObject payload, int length) {}

    /** The server no longer exposes something, of this kind or another. */
    public final void unsubscribed(JsonValue payload) {
        JsonObject object = Payload.object(payload);
        if (!object.containsKey(kind.nameMember())) {
            return;
        }
        T topic;
        synchronized (this) {
            topic = topics.get(Payload.string(object, kind.nameMember()));
            if (topic == null || !topic.isEstablished()) {
                return;
            }
        }
        end(topic, notOpen(topic.name()));
    }

    private void end(T topic, MeshClientException why) {
        List<H> handles;
        synchronized (this) {
            handles = new ArrayList<>(topic.handles());
            topics.remove(topic.name(), topic);
        }
        handles.forEach(handle -> handle.end(why));
    }

    final void close(Handle<?, ?, ?> handle) {
        synchronized (this) {
            for (T topic : new ArrayList<>(topics.values())) {
                if (remove(topic, handle)) {
                    unsubscribe(topic.name());
                }
            }
        }
        handle.end(null);
    }

    /** True if it was the last one of its topic, of which the server has to be told. */
    private boolean remove(T topic, Handle<?, ?, ?> handle) {
        return topic.handles().remove(handle) && topic.handles().isEmpty() && topics.remove(topic.name(), topic);
    }

    private CompletableFuture<Reply> unsubscribe(String name) {
        return desk.call(kind.unsubscribe(), named(name));
    }

    private JsonObject named(String name) {
        return Json.object().add(kind.nameMember(), name).build();
    }

    /** Closes all handles of a name; the result says whether the server knew of a subscription. */
    public final CompletableFuture<Reply> unsubscribeAll(String name) {
        List<H> handles = new ArrayList<>();
        CompletableFuture<Reply> reply;
        synchronized (this) {
            T topic = topics.remove(name);
            if (topic != null) {
                handles.addAll(topic.handles());
                topic.handles().clear();
            }
            reply = unsubscribe(name);
        }
        handles.forEach(handle -> handle.end(null));
        return reply;
    }

    /** The steps that restore everything. */
    public final synchronized List<RestoreStep> steps() {
        List<RestoreStep> steps = new ArrayList<>();
        for (T topic : topics.values()) {
            if (topic.isEstablished()) {
                steps.add(new Again(topic));
            }
        }
        return steps;
    }

    /** Subscribes again on the same connection, because something was missed; goes on until the server answers. */
    protected final void refresh(T topic) {
        RestoreStep step = new Again(topic);
        JsonValue payload = step.payload();
        if (payload != null) {
            desk.call(kind.subscribe(), payload).thenAccept(reply -> refreshed(topic, step, reply));
        }
    }

    private void refreshed(T topic, RestoreStep step, Reply reply) {
        if (reply instanceof Reply.Failure failure && failure.isTemporary()) {
            desk.timers().after(REFRESH_AGAIN, () -> refresh(topic));
            return;
        }
        try {
            if (reply instanceof Reply.Value value) {
                step.replied(value);
            } else if (reply instanceof Reply.Failure failure && !failure.isOfTheLink()) {
                step.refused(failure.exception());
            }
        } catch (MeshClientException e) {
            step.refused(e);
        }
    }

    /** Closes every handle, without a word to the server. */
    public final void end() {
        List<H> handles = new ArrayList<>();
        synchronized (this) {
            topics.values().forEach(topic -> handles.addAll(topic.handles()));
            topics.clear();
        }
        handles.forEach(handle -> handle.end(null));
    }

    /** Subscribes again on a new connection. */
    private final class Again implements RestoreStep {
        private final T topic;

        Again(T topic) {
            this.topic = topic;
        }

        @Override
        public String what() {
            return kind.word() + " " + topic.name();
        }

        @Override
        public String command() {
            return kind.subscribe();
        }

        @Override
        public JsonObject payload() {
            synchronized (Topics.this) {
                return topics.get(topic.name()) == topic ? topic.request(null) : null;
            }
        }

        @Override
        public void replied(Reply.Value reply) {
            synchronized (Topics.this) {
                topic.restored(success(topic.name(), reply), reply.length());
            }
        }

        @Override
        public void refused(MeshClientException why) {
            Topics.this.end(topic, why);
        }
    }
}
