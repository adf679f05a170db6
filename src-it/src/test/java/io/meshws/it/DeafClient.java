package io.meshws.it;

import io.meshws.protocol.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A client that sends, and reads nothing but its own id until it's told to. */
final class DeafClient implements AutoCloseable {
    /** If sending takes longer than this, the server doesn't read either. */
    private static final long STALLED_NANOS = Duration.ofSeconds(1).toNanos();

    private final CompletableFuture<String> id = new CompletableFuture<>();
    private final List<Long> answered = new CopyOnWriteArrayList<>();
    private final StringBuilder begun = new StringBuilder();
    private final WebSocket socket;
    private volatile boolean listens;
    private volatile long sentAt = System.nanoTime();

    DeafClient(URI uri) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, new Frames())
                .join();
    }

    String id(Duration patience) {
        return id.orTimeout(patience.toSeconds(), TimeUnit.SECONDS).join();
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    /** Sends requests with the ids from 1 on, as fast as the server takes them; returns at once. */
    CompletableFuture<Void> sendAll(int count, String command, String payload) {
        return CompletableFuture.runAsync(() -> {
            for (int i = 1; i <= count; i++) {
                send("{\"id\":" + i + ",\"command\":\"" + command + "\",\"payload\":\"" + payload + "\"}");
                sentAt = System.nanoTime();
            }
        });
    }

    /** Whether the server has taken nothing for a while. */
    boolean isStalled() {
        return System.nanoTime() - sentAt > STALLED_NANOS;
    }

    /** From now on it reads. */
    void listen() {
        listens = true;
        socket.request(1);
    }

    /** The ids of the requests whose replies it has read. */
    List<Long> answered() {
        return List.copyOf(answered);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Frames implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            begun.append(data);
            if (last) {
                take(begun.toString());
                begun.setLength(0);
            }
            if (listens || !last) {
                webSocket.request(1);
            }
            return null;
        }

        private void take(String frame) {
            if (!id.isDone()) {
                id.complete(Json.readTrusted(frame).asJsonObject().getString("payload"));
            } else if (frame.startsWith("{\"id\":")) {
                answered.add(Long.valueOf(frame.substring("{\"id\":".length(), frame.indexOf(','))));
            }
        }
    }
}
