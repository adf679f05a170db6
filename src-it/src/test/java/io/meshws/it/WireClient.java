package io.meshws.it;

import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A WebSocket client that sends the test's frames and keeps everything that it receives. It answers no ping of the
 * protocol and checks nothing.
 *
 * <p>A frame that an {@code await} returns is removed; the others stay for a later one, in the order in which they
 * came. For use by one test thread.
 */
final class WireClient implements AutoCloseable {
    /** How long a frame, or a close, that is due at once may take. */
    static final Duration SOON = Duration.ofMinutes(2);

    private static final Set<String> QUESTIONS =
            Set.of(FrameText.event(BuiltIn.PING, "{}"), FrameText.event(BuiltIn.LATENCY_REQUEST, "{}"));

    /** The beginning of the frame that tells a client its latency, once it has answered. */
    private static final String ANSWERED = "{\"command\":\"" + BuiltIn.LATENCY + "\",";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** How a connection ended. The code 1006 means that it ended without a close frame. */
    record Close(int code, String reason) {}

    private final List<String> frames = new ArrayList<>();
    private final CompletableFuture<Close> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private WireClient(URI uri, Map<String, String> headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(SOON);
        headers.forEach(builder::header);
        socket = builder.buildAsync(uri, new Listener()).join();
    }

    static WireClient connect(URI uri) {
        return new WireClient(uri, Map.of());
    }

    /** @throws CompletionException if the server refuses the handshake */
    static WireClient connect(URI uri, Map<String, String> headers) {
        return new WireClient(uri, headers);
    }

    /** Whether a frame is a liveness check, or follows its answer; these come at any time. */
    static boolean isLiveness(String frame) {
        return QUESTIONS.contains(frame) || frame.startsWith(ANSWERED);
    }

    /** One text message in one frame. */
    void send(String text) {
        socket.sendText(text, true).join();
    }

    /** Like {@link #send}, unless the connection was closed meanwhile. */
    void sendIfOpen(String text) {
        socket.sendText(text, true).exceptionally(closed -> socket).join();
    }

    /** One text message in as many frames as there are parts. */
    void sendInParts(String... parts) {
        for (int i = 0; i < parts.length; i++) {
            socket.sendText(parts[i], i == parts.length - 1).join();
        }
    }

    void send(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next text message, ignoring liveness checks, which come at any time. */
    String await() {
        return await(frame -> !isLiveness(frame), SOON);
    }

    /** The first text message, received or still to come, that matches. */
    String await(Predicate<String> wanted, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        synchronized (frames) {
            while (true) {
                for (Iterator<String> each = frames.iterator(); each.hasNext(); ) {
                    String frame = each.next();
                    if (wanted.test(frame)) {
                        each.remove();
                        return frame;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError(
                            "Not within " + within + "; closed: " + closed.getNow(null) + "; came: " + frames);
                }
                try {
                    frames.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** The messages that were received and not awaited, without liveness checks. */
    List<String> received() {
        synchronized (frames) {
            return frames.stream().filter(frame -> !isLiveness(frame)).toList();
        }
    }

    /** How the server, or the network, ended the connection. */
    Close awaitClose() {
        try {
            return closed.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("Not closed within " + SOON + "; came: " + received(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Closes normally, with 1000. */
    void leave() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /** Says why it ends the connection. */
    void close(int code, String reason) {
        socket.sendClose(code, reason).join();
    }

    /** Ends the connection without a close frame, as a lost network would. */
    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener extends TextListener {
        @Override
        void received(String text) {
            synchronized (frames) {
                frames.add(text);
                frames.notifyAll();
            }
        }

        @Override
        void closed(int code, String reason) {
            closed.complete(new Close(code, reason));
        }
    }
}
