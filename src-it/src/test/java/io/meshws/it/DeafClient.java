package io.meshws.it;

import io.meshws.protocol.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A client that sends, and reads nothing but its own id. */
final class DeafClient implements AutoCloseable {
    private final CompletableFuture<String> id = new CompletableFuture<>();
    private final WebSocket socket;

    DeafClient(URI uri) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, new FirstFrame())
                .join();
    }

    String id(Duration patience) {
        return id.orTimeout(patience.toSeconds(), TimeUnit.SECONDS).join();
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class FirstFrame implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            id.complete(Json.readTrusted(data.toString()).asJsonObject().getString("payload"));
            return null;
        }
    }
}
