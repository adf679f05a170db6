package io.meshws.it;

import io.meshws.protocol.Json;
import io.meshws.testing.FollowedRecord;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client that follows one record. It keeps no frames, so that many of them can follow many changes. Thread-safe. */
final class RecordFollower implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final boolean patches;
    private final CompletableFuture<JsonObject> reply = new CompletableFuture<>();
    private final FollowedRecord copy;
    private final WebSocket socket;
    private volatile boolean lost;

    private RecordFollower(URI uri, String recordId, boolean patches) {
        this.patches = patches;
        copy = new FollowedRecord(patches);
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

    FollowedRecord.Held held() {
        return copy.held();
    }

    /** The version of the reply. */
    long start() {
        return copy.start();
    }

    /** How many patches were applied. */
    int applied() {
        return copy.applied();
    }

    /** How many full values came after the reply. */
    int fulls() {
        return copy.fulls();
    }

    /** Updates that should not have come. */
    List<String> faults() {
        return copy.faults();
    }

    boolean isLost() {
        return lost;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void take(JsonObject frame) {
        if (frame.containsKey("id")) {
            JsonObject payload = frame.getJsonObject("payload");
            if (payload.getBoolean("success", false)) {
                copy.replied(payload);
            }
            reply.complete(payload);
        } else if (frame.getString("command").equals("mesh/record-update")) {
            copy.updated(frame.getJsonObject("payload"));
        }
    }

    private void lose(String why) {
        lost = true;
        reply.completeExceptionally(new AssertionError(why));
    }

    private final class Listener extends TextListener {
        @Override
        void received(String text) {
            take(Json.readTrusted(text).asJsonObject());
        }

        @Override
        void closed(int code, String reason) {
            lose(code + " " + reason);
        }
    }
}
