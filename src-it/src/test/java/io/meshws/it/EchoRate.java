package io.meshws.it;

import io.meshws.client.MeshClient;
import io.meshws.testing.Eventually;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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

    /** Sends the same frames, and counts what comes: what no client can do faster. */
    static EchoRate ofTyrus(URI uri) throws DeploymentException, IOException {
        return ofTyrus(uri, Map.of());
    }

    /** With these headers in the handshake. */
    static EchoRate ofTyrus(URI uri, Map<String, List<String>> headers) throws DeploymentException, IOException {
        return new OfTyrus(uri, headers);
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

    void answered() {
        boolean again = !paused;
        if (again) {
            asked.incrementAndGet();
        }
        answered.incrementAndGet();
        if (again) {
            ask();
        }
    }

    /** Asks nothing more, and returns when all is answered. */
    void pause() {
        paused = true;
        Eventually.holds("all answered", WireClient.SOON, () -> answered.get() == asked.get());
    }

    void failed(Throwable cause) {
        failure = cause;
    }

    /** A second, on average over this time. */
    long measure(Duration time) {
        long before = answered.get();
        long begun = System.nanoTime();
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS))
                .join();
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
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
                if (cause == null) {
                    answered();
                } else {
                    failed(cause);
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

        OfTyrus(URI uri, Map<String, List<String>> headers) throws DeploymentException, IOException {
            session = ClientManager.createClient(JdkClientContainer.class.getName())
                    .connectToServer(
                            new Endpoint() {
                                @Override
                                public void onOpen(Session opened, EndpointConfig config) {
                                    opened.addMessageHandler(new MessageHandler.Whole<String>() {
                                        @Override
                                        public void onMessage(String text) {
                                            if (text.contains("\"echo\"")) {
                                                answered();
                                            }
                                        }
                                    });
                                }
                            },
                            ClientEndpointConfig.Builder.create()
                                    .configurator(new ClientEndpointConfig.Configurator() {
                                        @Override
                                        public void beforeRequest(Map<String, List<String>> request) {
                                            request.putAll(headers);
                                        }
                                    })
                                    .build(),
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
}
