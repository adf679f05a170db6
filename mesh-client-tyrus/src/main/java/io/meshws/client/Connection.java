package io.meshws.client;

import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MalformedFrameException;
import jakarta.json.JsonString;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One socket from the handshake to its end. It opens when {@code mesh/assign-id} arrived and ends exactly once, whoever
 * ends it; its requests end with it. Thread-safe. Calls its owner on network threads, and on the thread that closes it.
 */
final class Connection extends Endpoint {
    /** What outlives the connection. No method may block. */
    interface Owner {
        void event(Connection connection, Frame.Event event);

        void request(Connection connection, Frame.ServerCall request);

        /** A connection that was open is no more. Nothing follows. */
        void ended(Connection connection, CloseEvent event);
    }

    private static final FrameReader READER = new FrameReader(JsonLimits.DEFAULT);
    private static final String EMPTY = "{}";

    private final Owner owner;
    private final ClientSettings settings;
    private final PendingCalls calls = new PendingCalls();
    /** A string, the connection id, or why there is none. */
    private final CompletableFuture<Reply> opened = new CompletableFuture<>();

    // Guarded by this.
    private Session session;
    private boolean ended;

    private volatile Outbox outbox;
    private volatile String id;

    Connection(ClientSettings settings, Owner owner) {
        this.settings = settings;
        this.owner = owner;
    }

    /** Blocks until the handshake is done; tells the outcome by {@link #opened} only. */
    void open(TyrusContainer container) {
        try {
            container.open(this);
        } catch (DeploymentException | IOException | RuntimeException e) {
            String message = "Could not connect to " + settings.uri() + ": " + rootOf(e);
            end(abnormally(message), gone(message, e));
        }
    }

    /** Ends the attempt to connect, unless it came to its end already. */
    void giveUp(Reply.Failure reason) {
        if (!opened.isDone()) {
            end(abnormally(reason.error().message()), reason);
            closeSession(CloseCode.NORMAL);
        }
    }

    CompletableFuture<Reply> opened() {
        return opened;
    }

    /** The connection id; null before it was assigned. It stays after the end. */
    String id() {
        return id;
    }

    boolean isOpen() {
        return id != null && !hasEnded();
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Sends a request, whose reply completes the future on a network thread; returns the request's id. */
    long call(String command, String payload, CompletableFuture<Reply> reply) {
        long callId = calls.nextId();
        calls.add(callId, reply);
        if (!offer(FrameText.clientCall(callId, command, payload))) {
            calls.answer(callId, new Reply.Failure(ErrorCode.EBUSY.body("Too much waits to be sent"), null));
        }
        return callId;
    }

    /** Forgets a request that nobody waits for any more. */
    void forget(long callId) {
        calls.forget(callId);
    }

    /** How many requests wait for a reply. */
    int callsInFlight() {
        return calls.size();
    }

    /** False where too much waits to be sent already. Before the handshake and after the end it drops. */
    boolean offer(String frame) {
        Outbox box = outbox;
        return box == null || box.offer(frame);
    }

    /** Sends what waits, if that is done within the time, then ends. */
    void close(Duration atMost) {
        Outbox box = outbox;
        if (box != null) {
            try {
                box.drain(atMost);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        end(CloseCode.NORMAL, "This client closed the connection");
    }

    /** Ends the connection with a code and says so to the server. */
    void end(CloseCode code, String message) {
        end(new CloseEvent(code.number(), code.reason()), gone(message, null));
        closeSession(code);
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        synchronized (this) {
            this.session = session;
            outbox = new Outbox(session.getAsyncRemote(), settings.maxQueuedCharacters(), this::sendFailed);
        }
        session.addMessageHandler(String.class, this::receive);
        if (hasEnded()) {
            // Closed while it was connecting.
            closeSession(CloseCode.NORMAL);
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        String phrase = reason.getReasonPhrase() == null ? "" : reason.getReasonPhrase();
        int code = reason.getCloseCode().getCode();
        end(new CloseEvent(code, phrase), gone("The connection closed: " + code + " " + phrase, null));
    }

    @Override
    public void onError(Session session, Throwable error) {
        MeshClient.LOG.log(Level.WARNING, "WebSocket error: {0}", rootOf(error));
    }

    private void receive(String text) {
        Frame frame;
        try {
            frame = READER.read(text);
        } catch (MalformedFrameException e) {
            MeshClient.LOG.log(Level.WARNING, "Ignored a frame of the server: {0}", e.getMessage());
            return;
        }
        if (frame instanceof Frame.ClientCall reply) {
            calls.answer(reply.id(), Reply.of(reply.payload()));
        } else if (frame instanceof Frame.ServerCall request) {
            owner.request(this, request);
        } else if (frame instanceof Frame.Event event) {
            receive(event);
        }
    }

    private void receive(Frame.Event event) {
        switch (event.command()) {
            case BuiltIn.ASSIGN_ID -> {
                if (event.payload() instanceof JsonString assigned && id == null) {
                    id = assigned.getString();
                    opened.complete(new Reply.Value(assigned));
                }
            }
            case BuiltIn.PING -> answer(BuiltIn.PONG);
            case BuiltIn.LATENCY_REQUEST -> answer(BuiltIn.LATENCY_RESPONSE);
            default -> owner.event(this, event);
        }
    }

    /** Has the form of a request, because that is how clients answer, but gets no reply. */
    private void answer(String command) {
        offer(FrameText.clientCall(calls.nextId(), command, EMPTY));
    }

    private void sendFailed(Throwable cause) {
        end(abnormally("Sending failed"), gone("The connection was lost while sending", cause));
        closeSession(CloseCode.GOING_AWAY);
    }

    private void end(CloseEvent event, Reply.Failure failure) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        Outbox box = outbox;
        if (box != null) {
            box.close();
        }
        boolean wasOpen = !opened.complete(failure);
        if (wasOpen) {
            // Before the calls fail: who learns of the end by a failed call may ask for the client's state.
            owner.ended(this, event);
        }
        calls.failAll(failure);
    }

    private void closeSession(CloseCode code) {
        Session open;
        synchronized (this) {
            open = session;
        }
        if (open == null || !open.isOpen()) {
            return;
        }
        try {
            open.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code.number()), code.reason()));
        } catch (IOException | IllegalStateException e) {
            // It is closed already, which is what was wanted.
            MeshClient.LOG.log(Level.DEBUG, "Closing the socket", e);
        }
    }

    private static CloseEvent abnormally(String reason) {
        return new CloseEvent(CloseReason.CloseCodes.CLOSED_ABNORMALLY.getCode(), reason);
    }

    private static Reply.Failure gone(String message, Throwable cause) {
        return new Reply.Failure(ErrorCode.EGONE.body(message), cause);
    }

    private static String rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() != null ? root.getMessage() : root.getClass().getSimpleName();
    }
}
