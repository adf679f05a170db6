package io.meshws.it;

import io.meshws.protocol.Json;
import io.meshws.protocol.patch.JsonPatches;
import io.meshws.protocol.patch.PatchFailedException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A client that holds one record as a subscriber does, and checks each step: a patch must lead on from the version that
 * it holds, and a full value must be newer. It keeps no frames, so that many of them can follow many changes.
 * Thread-safe.
 */
final class RecordFollower implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The current version of the client. */
    record Held(JsonValue value, long version) {}

    private final boolean patches;
    private final CompletableFuture<JsonObject> reply = new CompletableFuture<>();
    private final List<String> faults = new ArrayList<>();
    private final WebSocket socket;
    private Held held;
    private long start;
    private int applied;
    private int fulls;
    private boolean lost;

    private RecordFollower(URI uri, String recordId, boolean patches) {
        this.patches = patches;
        socket = HTTP.newWebSocketBuilder()
                .connectTimeout(WireClient.SOON)
                .buildAsync(uri, new Listener())
                .join();
        JsonObject payload = Json.object()
                .add("recordId", recordId)
                .add("mode", patches ? "patch" : "full")
                .build();
        socket.sendText("{\"id\":1,\"command\":\"mesh/subscribe-record\",\"payload\":" + payload + "}", true)
                .join();
    }

    /** Returns when the server has confirmed the subscription. */
    static RecordFollower of(URI uri, String recordId, boolean patches) {
        RecordFollower follower = new RecordFollower(uri, recordId, patches);
        JsonObject answer = follower.reply.orTimeout(2, TimeUnit.MINUTES).join();
        if (!answer.getBoolean("success", false)) {
            follower.close();
            throw new AssertionError("No subscription of " + recordId + ": " + answer);
        }
        return follower;
    }

    boolean takesPatches() {
        return patches;
    }

    synchronized Held held() {
        return held;
    }

    /** The version of the reply. */
    synchronized long start() {
        return start;
    }

    /** How many patches were applied. */
    synchronized int applied() {
        return applied;
    }

    /** How many full values came after the reply. */
    synchronized int fulls() {
        return fulls;
    }

    /** Updates that should not have come. If the server ended the connection, that's the only one. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized boolean isLost() {
        return lost;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private synchronized void take(JsonObject frame) {
        if (frame.containsKey("id")) {
            JsonObject answer = frame.getJsonObject("payload");
            if (answer.getBoolean("success", false)) {
                start = version(answer);
                held = new Held(answer.get("record"), start);
            }
            reply.complete(answer);
        } else if (frame.getString("command").equals("mesh/record-update")) {
            update(frame.getJsonObject("payload"));
        }
    }

    private void update(JsonObject update) {
        long version = version(update);
        if (held == null) {
            faults.add("before the reply: " + update);
        } else if (update.containsKey("full")) {
            if (version <= held.version()) {
                faults.add("full " + version + " at " + held.version());
            }
            fulls++;
            held = new Held(update.get("full"), version);
        } else if (!patches || version != held.version() + 1) {
            faults.add("patch " + version + " at " + held.version());
        } else {
            try {
                // A record without a value is patched from the empty object.
                JsonValue base = held.value().equals(JsonValue.NULL) ? JsonValue.EMPTY_JSON_OBJECT : held.value();
                held = new Held(JsonPatches.apply(base, update.getJsonArray("patch")), version);
                applied++;
            } catch (PatchFailedException e) {
                faults.add("patch " + version + ": " + e);
            }
        }
    }

    private static long version(JsonObject payload) {
        return payload.getJsonNumber("version").longValue();
    }

    private synchronized void lose(String why) {
        lost = true;
        reply.completeExceptionally(new AssertionError(why));
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(Json.readTrusted(text.toString()).asJsonObject());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            lose(code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            lose(error.toString());
        }
    }
}
