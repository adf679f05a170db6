package io.meshws.client.internal.room;

import io.meshws.client.MeshClientException;
import io.meshws.client.PresenceStateOptions;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.link.RestoreStep;
import io.meshws.client.internal.topic.Desk;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The presence states that this client published, so that they can be published again. Thread-safe. */
public final class States {
    private final Desk desk;
    private final Function<CompletableFuture<Reply>, CompletableFuture<Boolean>> promise;
    private final Map<String, State> published = new HashMap<>();
    /** Those that wait for their replies, with their rooms, unless they were cleared meanwhile. */
    private final Map<State, String> publishing = new IdentityHashMap<>();

    /** @param end on the clock of {@link System#nanoTime}; null if it does not end by itself */
    private record State(JsonValue value, boolean silent, Long end) {}

    /** @param promise the application's future */
    public States(Desk desk, Function<CompletableFuture<Reply>, CompletableFuture<Boolean>> promise) {
        this.desk = desk;
        this.promise = promise;
    }

    public CompletableFuture<Boolean> publish(String room, Object value, PresenceStateOptions options) {
        Long end = options.expireAfter()
                .map(time -> desk.timers().nanos() + time.toNanos())
                .orElse(null);
        State state = new State(desk.binding().toJson(value), options.silent(), end);
        JsonValue payload = payload(room, state, options.expireAfter().orElse(null));
        CompletableFuture<Reply> reply;
        synchronized (this) {
            publishing.put(state, room);
            reply = desk.call(BuiltIn.PUBLISH_PRESENCE_STATE, payload);
        }
        reply.thenAccept(answer -> answered(room, state, isTrue(answer)));
        return promise.apply(reply);
    }

    private synchronized void answered(String room, State state, boolean isPublished) {
        boolean isWanted = publishing.remove(state) != null;
        if (isPublished && isWanted) {
            published.put(room, state);
        }
    }

    public CompletableFuture<Boolean> clear(String room) {
        CompletableFuture<Reply> reply;
        synchronized (this) {
            forget(room);
            reply = desk.call(
                    BuiltIn.CLEAR_PRESENCE_STATE,
                    Json.object().add("roomName", room).build());
        }
        return promise.apply(reply);
    }

    synchronized void forget(String room) {
        published.remove(room);
        publishing.values().removeIf(room::equals);
    }

    private static boolean isTrue(Reply reply) {
        return reply instanceof Reply.Value value && value.payload() == JsonValue.TRUE;
    }

    private static JsonValue payload(String room, State state, Duration rest) {
        JsonObjectBuilder payload = Json.object().add("roomName", room).add("state", state.value());
        if (rest != null) {
            payload.add("expireAfter", Math.max(1, rest.toMillis()));
        }
        if (state.silent()) {
            payload.add("silent", true);
        }
        return payload.build();
    }

    /** The steps that restore everything. */
    public synchronized List<RestoreStep> steps() {
        List<RestoreStep> steps = new ArrayList<>();
        published.forEach((room, state) -> steps.add(new Again(room, state)));
        return steps;
    }

    /** Publishes a state again, for the rest of its time. */
    private final class Again implements RestoreStep {
        private final String room;
        private final State state;

        Again(String room, State state) {
            this.room = room;
            this.state = state;
        }

        @Override
        public String what() {
            return "state in room " + room;
        }

        @Override
        public String command() {
            return BuiltIn.PUBLISH_PRESENCE_STATE;
        }

        @Override
        public JsonValue payload() {
            synchronized (States.this) {
                if (published.get(room) != state) {
                    return null;
                }
                if (state.end() == null) {
                    return States.payload(room, state, null);
                }
                Duration rest = Duration.ofNanos(state.end() - desk.timers().nanos());
                if (rest.isNegative() || rest.isZero()) {
                    published.remove(room);
                    return null;
                }
                return States.payload(room, state, rest);
            }
        }

        @Override
        public void replied(Reply.Value reply) {
            if (!isTrue(reply)) {
                throw new MeshClientException(
                        ErrorCode.EFORBIDDEN, "The room \"" + room + "\" is not tracked, or the client is not in it");
            }
        }

        @Override
        public void refused(MeshClientException why) {
            synchronized (States.this) {
                published.remove(room, state);
            }
        }
    }
}
