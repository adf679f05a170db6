package io.meshws.it;

import io.meshws.client.MeshClient;
import io.meshws.testing.Eventually;
import io.meshws.testing.Lapse;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.container.jdk.client.JdkClientContainer;

/** How many echoes a second one client gets that always waits for so many. */
abstract class EchoRate implements AutoCloseable {
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();
    private volatile boolean paused;
    private volatile Throwable failure;

    static EchoRate ofMesh(URI uri) {
        return new OfMesh(uri);
    }

    /** Sends the same frames, and counts the answers: the rate that no client can exceed. */
    static EchoRate ofTyrus(URI uri) throws DeploymentException, IOException {
        return new OfTyrus(uri);
    }

    /** So many connections, with these headers in the handshake; each asks in its turn. */
    static EchoRate ofMany(int connections, URI uri, Map<String, String> headers) {
        return new OfMany(connections, uri, headers);
    }

    /** How many were answered so far. */
    long count() {
        return answered.get();
    }

    abstract void ask();

    void begin(int inFlight) {
        paused = false;
        asked.addAndGet(inFlight);
        for (int i = 0; i < inFlight; i++) {
            ask();
        }
    }

    /** Returns whether the one that was answered asks again. */
    boolean answered() {
        boolean again = !paused;
        if (again) {
            asked.incrementAndGet();
        }
        answered.incrementAndGet();
        return again;
    }

    /** Asks nothing more, and returns when all is answered. */
    void pause() {
        paused = true;
        Eventually.holds("all answered", WireClient.SOON, () -> failure != null || answered.get() == asked.get());
        check();
    }

    void failed(Throwable cause) {
        failure = cause;
    }

    private void check() {
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    /** A second, on average over this time. */
    long measure(Duration time) {
        long before = answered.get();
        long begun = System.nanoTime();
        Lapse.of(time);
        check();
        return (answered.get() - before) * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begun);
    }

    @Override
    public abstract void close();

    private static final class OfMesh extends EchoRate {
        private final MeshClient client;

        OfMesh(URI uri) {
            client = MeshClient.builder(uri).build();
            client.connectSync();
        }

        @Override
        void ask() {
            client.command("echo", 5, Integer.class).whenComplete((answer, cause) -> {
                if (cause != null) {
                    failed(cause);
                } else if (answered()) {
                    ask();
                }
            });
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static final class OfTyrus extends EchoRate {
        private final AtomicInteger ids = new AtomicInteger();
        private final Session session;

        OfTyrus(URI uri) throws DeploymentException, IOException {
            session = ClientManager.createClient(JdkClientContainer.class.getName())
                    .connectToServer(
                            new Endpoint() {
                                @Override
                                public void onOpen(Session opened, EndpointConfig config) {
                                    opened.addMessageHandler(new MessageHandler.Whole<String>() {
                                        @Override
                                        public void onMessage(String text) {
                                            if (text.contains("\"echo\"") && answered()) {
                                                ask();
                                            }
                                        }
                                    });
                                }
                            },
                            ClientEndpointConfig.Builder.create().build(),
                            uri);
        }

        @Override
        void ask() {
            if (session.isOpen()) {
                session.getAsyncRemote()
                        .sendText("{\"id\":" + ids.incrementAndGet() + ",\"command\":\"echo\",\"payload\":5}");
            }
        }

        @Override
        public void close() {
            try {
                session.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static final class OfMany extends EchoRate {
        private static final String FRAME = "{\"id\":1,\"command\":\"echo\",\"payload\":5}";

        private final AtomicInteger next = new AtomicInteger();
        private final List<Talk> talks;

        OfMany(int connections, URI uri, Map<String, String> headers) {
            HttpClient http = HttpClient.newHttpClient();
            talks = IntStream.range(0, connections).mapToObj(i -> new Talk()).toList();
            talks.forEach(talk -> {
                WebSocket.Builder builder = http.newWebSocketBuilder();
                headers.forEach(builder::header);
                builder.buildAsync(uri, talk).join();
            });
        }

        @Override
        void ask() {
            talks.get(next.getAndIncrement() % talks.size()).say(FRAME);
        }

        @Override
        public void close() {
            talks.forEach(Talk::end);
        }

        private final class Talk implements WebSocket.Listener {
            private final StringBuilder parts = new StringBuilder();
            /** One frame is sent after the other. */
            private CompletableFuture<WebSocket> said;

            @Override
            public synchronized void onOpen(WebSocket opened) {
                said = CompletableFuture.completedFuture(opened);
                opened.request(1);
            }

            synchronized void say(String frame) {
                said = said.thenCompose(socket -> socket.sendText(frame, true)).whenComplete((sent, cause) -> {
                    if (cause != null) {
                        failed(cause);
                    }
                });
            }

            synchronized void end() {
                said.thenAccept(WebSocket::abort);
            }

            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                socket.request(1);
                parts.append(text);
                if (last) {
                    String frame = parts.toString();
                    parts.setLength(0);
                    if (frame.contains("\"ping\"")) {
                        say("{\"command\":\"pong\"}");
                    } else if (frame.contains("\"echo\"") && answered()) {
                        say(FRAME);
                    }
                }
                return null;
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                failed(new IllegalStateException("closed with " + code + " " + reason));
                return null;
            }

            @Override
            public void onError(WebSocket socket, Throwable cause) {
                failed(cause);
            }
        }
    }
}
