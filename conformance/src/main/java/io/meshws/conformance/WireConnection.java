package io.meshws.conformance;

import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the server that is tested: it sends and receives frames, answers pings, and nothing more. */
final class WireConnection implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    WireConnection(URI uri, Duration patience) throws NotConformingException {
        try {
            socket = HTTP.newWebSocketBuilder()
                    .connectTimeout(patience)
                    .subprotocols("mesh")
                    .buildAsync(uri, new Listener())
                    .join();
        } catch (CompletionException e) {
            throw new NotConformingException("No connection to " + uri + ": " + e.getCause());
        }
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    /** The next frame but for those about liveness, which are answered; this one of them is returned too. */
    JsonObject next(String liveness, Duration patience) throws NotConformingException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            String text = frames.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (text == null) {
                throw new NotConformingException("no frame within " + patience.toSeconds() + " s");
            }
            JsonObject frame = read(text);
            String command = frame.getString("command", "");
            if (command.equals(liveness)) {
                return frame;
            }
            switch (command) {
                case BuiltIn.PING -> send(FrameText.event(BuiltIn.PONG, "{}"));
                case BuiltIn.LATENCY_REQUEST -> send(FrameText.event(BuiltIn.LATENCY_RESPONSE, "{}"));
                case BuiltIn.LATENCY -> {
                    // Nobody asked.
                }
                default -> {
                    return frame;
                }
            }
        }
    }

    private static JsonObject read(String text) throws NotConformingException {
        try {
            return Json.readTrusted(text).asJsonObject();
        } catch (JsonException | ClassCastException | IllegalStateException e) {
            throw new NotConformingException("not a frame: " + text);
        }
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((sent, failure) -> socket.abort());
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                frames.add(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
