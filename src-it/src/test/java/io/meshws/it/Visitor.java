package io.meshws.it;

import io.meshws.protocol.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that joins rooms, answers pings, and can follow the presence of one room. It's light enough that there can
 * be hundreds. Thread-safe.
 */
final class Visitor implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int SECONDS = 120;

    private final CompletableFuture<String> id = new CompletableFuture<>();
    private final CompletableFuture<WireClient.Close> closed = new CompletableFuture<>();
    private final Map<Integer, CompletableFuture<JsonValue>> calls = new ConcurrentHashMap<>();
    private final AtomicInteger lastCall = new AtomicInteger();
    private final AtomicInteger pings = new AtomicInteger();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final PresenceLog log = new PresenceLog();
    private final WebSocket socket;
    /** The JDK's client accepts one text at a time. */
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    private Visitor(URI uri) {
        socket = HTTP.newWebSocketBuilder()
                .connectTimeout(WireClient.SOON)
                .buildAsync(uri, new Listener())
                .join();
    }

    /** Returns when the server has given it an id. */
    static Visitor connect(URI uri) {
        Visitor visitor = new Visitor(uri);
        get(visitor.id);
        return visitor;
    }

    String id() {
        return id.join();
    }

    /** The instance that it is connected to. */
    String instanceId() {
        return id().substring(0, id().indexOf('.'));
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    /** How often it was pinged. */
    int pings() {
        return pings.get();
    }

    /** The payloads of the events {@code told}. */
    List<String> told() {
        return told;
    }

    /** The updates of the room that it {@linkplain #follow follows}. */
    PresenceLog log() {
        return log;
    }

    /** Fails if the reply is an error, or the connection ends before it. */
    CompletableFuture<JsonValue> call(String command, JsonValue payload) {
        int number = lastCall.incrementAndGet();
        CompletableFuture<JsonValue> reply = new CompletableFuture<>();
        calls.put(number, reply);
        send("{\"id\":" + number + ",\"command\":\"" + command + "\",\"payload\":" + payload + "}");
        closed.thenAccept(close -> reply.completeExceptionally(new IllegalStateException("closed: " + close)));
        return reply;
    }

    JsonValue ask(String command, JsonValue payload) {
        return get(call(command, payload));
    }

    JsonValue ask(String command, String payload) {
        return ask(command, Json.string(payload));
    }

    void join(String room) {
        ask("mesh/join-room", room(room));
    }

    void leave(String room) {
        ask("mesh/leave-room", room(room));
    }

    /** Returns when it knows who is present; from then on it's told of changes. */
    void follow(String room) {
        JsonObject reply = subscribe(room);
        if (!reply.getBoolean("success")) {
            throw new AssertionError("No subscription of " + room + ": " + reply);
        }
    }

    JsonObject subscribe(String room) {
        return ask("mesh/subscribe-presence", room(room)).asJsonObject();
    }

    /**
     * @param expireAfter null for never
     */
    void publish(String room, String state, Duration expireAfter) {
        JsonObjectBuilder payload = Json.object().add("roomName", room).add("state", state);
        if (expireAfter != null) {
            payload.add("expireAfter", expireAfter.toMillis());
        }
        ask("mesh/publish-presence-state", payload.build());
    }

    void setMetadata(JsonValue metadata) {
        ask(
                "mesh/set-my-connection-metadata",
                Json.object().add("metadata", metadata).build());
    }

    static JsonObject room(String name) {
        return Json.object().add("roomName", name).build();
    }

    WireClient.Close awaitClose() {
        return get(closed);
    }

    /** Says goodbye. */
    void goAway() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /** Ends the connection without a close frame. */
    @Override
    public void close() {
        closed.complete(new WireClient.Close(1006, "by this side"));
        socket.abort();
    }

    private synchronized void send(String text) {
        sending = sending.handle((sent, failure) -> null).thenCompose(before -> socket.sendText(text, true));
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.copy().orTimeout(SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** Called on one thread at a time for the frames of this connection. */
    private void take(JsonObject frame) {
        String command = frame.getString("command");
        JsonValue payload = frame.getOrDefault("payload", JsonValue.NULL);
        if (frame.get("id") instanceof JsonNumber number) {
            replied(number.intValue(), command, payload);
            return;
        }
        switch (command) {
            case "mesh/assign-id" -> id.complete(frame.getString("payload"));
            case "mesh/presence-update" -> log.update(payload.asJsonObject());
            case "told" -> told.add(frame.getString("payload"));
            case "ping" -> {
                pings.incrementAndGet();
                send("{\"command\":\"pong\",\"payload\":{}}");
            }
            default -> {
                // Latencies, and requests of the server, which this client never answers.
            }
        }
    }

    private void replied(int number, String command, JsonValue payload) {
        CompletableFuture<JsonValue> reply = calls.remove(number);
        if (payload instanceof JsonObject object && object.containsKey("error")) {
            reply.completeExceptionally(new AssertionError(command + ": " + object));
            return;
        }
        if (command.equals("mesh/subscribe-presence")) {
            log.begin(payload.asJsonObject());
        }
        reply.complete(payload);
    }

    private final class Listener extends TextListener {
        @Override
        void received(String text) {
            take(Json.readTrusted(text).asJsonObject());
        }

        @Override
        void closed(int code, String reason) {
            closed.complete(new WireClient.Close(code, reason));
        }
    }
}
