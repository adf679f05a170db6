package io.meshws.client.internal.socket;

import io.meshws.client.internal.runtime.Timers;
import io.meshws.protocol.BinaryFrame;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/** One WebSocket of a client, from the handshake to the end. Thread-safe. */
public final class WebSocket {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");
    private static final int ABNORMAL = 1006;

    /**
     * An address to connect to, and the limits of the connection.
     *
     * @param headers of the handshake, beside those that make it one
     * @param ssl for {@code wss:}
     * @param maxMessageBytes the longest message that is read
     * @param maxQueuedCharacters of the messages that wait to be sent
     */
    public record Target(
            URI uri,
            Map<String, List<String>> headers,
            SSLContext ssl,
            int maxMessageBytes,
            long maxQueuedCharacters) {}

    private final Target target;
    private final WebSocketListener listener;
    private final Timers timers;
    private final Outbox outbox;
    private final TyrusHandshake attempt;
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    // Guarded by this.
    /** The one that waits for the handshake. */
    private Thread connecting;

    private Session session;
    private boolean aborted;
    private boolean told;
    /** From now on the end is that of the close frame: Tyrus tells of it before it is written. */
    private volatile boolean closing;

    /** A socket that is not connected yet. */
    public WebSocket(Target target, Timers timers, WebSocketListener listener) {
        this.target = target;
        this.listener = listener;
        this.timers = timers;
        outbox = new Outbox(target.maxQueuedCharacters(), timers, cause -> {
            tell(ABNORMAL, "", cause);
            abort();
        });
        attempt = new TyrusHandshake(target.maxMessageBytes(), this::readingFailed);
    }

    /**
     * Queues a message; false if too much waits already. Messages queued before the socket opens are sent then; those
     * queued when it ends are dropped, without a call of {@link Outgoing#sending}.
     */
    public boolean send(Outgoing message) {
        return outbox.offer(message);
    }

    /**
     * Sends a close frame behind all that waits, and reads nothing more; {@link #abort} does not wait.
     *
     * @return completes when the close frame is written, or cannot be
     */
    public CompletableFuture<Void> close(int code, String reason) {
        Session open;
        synchronized (this) {
            told = true;
            open = session;
        }
        if (open == null) {
            abort();
        } else {
            outbox.finish(() -> {
                closing = true;
                close(open, code, reason);
                attempt.flush(timers, () -> released.complete(null));
            });
        }
        return released;
    }

    /** Lets go of the socket. The listener hears nothing more. */
    public void abort() {
        Session open;
        synchronized (this) {
            told = true;
            aborted = true;
            open = session;
            if (connecting != null) {
                connecting.interrupt();
            }
        }
        outbox.close();
        if (open != null) {
            close(open, CloseReason.CloseCodes.GOING_AWAY.getCode(), "");
        }
        // Also if the session is closed already: Tyrus may have overlooked that it was to close the socket.
        attempt.letGo();
        released.complete(null);
    }

    /** Blocks until the handshake is done, or failed, or the socket is aborted; the listener is told. To be called once. */
    public void connect() {
        synchronized (this) {
            if (aborted) {
                return;
            }
            connecting = Thread.currentThread();
        }
        Throwable failure = null;
        try {
            TyrusContainer.connect(new SocketEndpoint(), config(), attempt, quoted(target.uri()));
        } catch (DeploymentException | IOException | RuntimeException | Error e) {
            failure = attempt.refusal() != null ? attempt.refusal() : e;
        } finally {
            synchronized (this) {
                connecting = null;
                if (aborted) {
                    // It was meant for the attempt.
                    Thread.interrupted();
                }
            }
        }
        if (failure != null) {
            outbox.close();
            // Tyrus forgets the socket if the host is unknown.
            attempt.letGo();
            tell(ABNORMAL, "", failure);
            released.complete(null);
        }
    }

    private ClientEndpointConfig.Builder config() {
        ClientEndpointConfig.Builder config = ClientEndpointConfig.Builder.create()
                .configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void beforeRequest(Map<String, List<String>> headers) {
                        // Tyrus names the server as the origin, which no list of allowed origins has.
                        headers.remove("Origin");
                        headers.putAll(target.headers());
                    }
                });
        if (target.uri().getScheme().equals("wss")) {
            config.sslContext(target.ssl());
        }
        return config;
    }

    /** Tyrus sends the path and the query without their escapes; with these, it sends them as they were. */
    private static URI quoted(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + (path + query).replace("%", "%25"));
    }

    private static void close(Session session, int code, String reason) {
        if (!session.isOpen()) {
            return;
        }
        try {
            session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
        } catch (IOException | RuntimeException e) {
            // It's closed already, as intended.
            LOG.log(Level.DEBUG, "Cannot close the socket", e);
        }
    }

    private void readingFailed(Throwable cause) {
        tell(ABNORMAL, "", cause);
        abort();
    }

    private void tell(int code, String reason, Throwable cause) {
        synchronized (this) {
            if (told) {
                return;
            }
            told = true;
        }
        listener.closed(code, reason, cause);
    }

    private synchronized boolean isOver() {
        return told;
    }

    /** Receives the events of Tyrus, on its network threads. */
    private final class SocketEndpoint extends Endpoint {
        @Override
        public void onOpen(Session opened, EndpointConfig config) {
            opened.setMaxTextMessageBufferSize(target.maxMessageBytes());
            opened.setMaxBinaryMessageBufferSize(target.maxMessageBytes());
            opened.addMessageHandler(String.class, text -> {
                if (!isOver()) {
                    listener.text(text);
                }
            });
            opened.addMessageHandler(ByteBuffer.class, bytes -> {
                if (!isOver()) {
                    listener.binary(BinaryFrame.of(bytes));
                }
            });
            boolean tooLate;
            synchronized (WebSocket.this) {
                session = opened;
                tooLate = told;
            }
            if (tooLate) {
                close(opened, CloseReason.CloseCodes.NORMAL_CLOSURE.getCode(), "");
                return;
            }
            listener.opened();
            outbox.open(opened.getAsyncRemote());
        }

        @Override
        public void onClose(Session closed, CloseReason reason) {
            outbox.close();
            String phrase = reason.getReasonPhrase() == null ? "" : reason.getReasonPhrase();
            tell(reason.getCloseCode().getCode(), phrase, null);
            if (!closing) {
                released.complete(null);
            }
        }

        @Override
        public void onError(Session failed, Throwable error) {
            // A frame may be lost, and it's unknown which one.
            readingFailed(error);
        }
    }
}
