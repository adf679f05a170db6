package io.meshws.client;

import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameHead;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.MalformedFrameException;
import jakarta.json.JsonString;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One socket from the handshake to its end. It opens when {@code mesh/assign-id} arrived and ends exactly once, whoever
 * ends it; its requests end with it. Thread-safe. Calls its owner on network threads, and on the thread that closes it.
 */
final class Connection extends Endpoint {
    /** What outlives the connection. No method may block. */
    interface Owner {
        /** @param length of the frame, in characters */
        void event(Connection connection, Frame.Event event, int length);

        void request(Connection connection, Frame.ServerCall request, int length);

        /** A connection that was open is no more. Nothing follows. */
        void ended(Connection connection, CloseEvent event);
    }

    private static final String EMPTY = "{}";

    private final Owner owner;
    private final ClientSettings settings;
    private final FrameReader reader;
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
        this.reader = new FrameReader(settings.jsonLimits());
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

    PendingCalls calls() {
        return calls;
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
        session.addMessageHandler(String.class, this::received);
        session.addMessageHandler(ByteBuffer.class, bytes -> unreadable("a binary frame"));
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
        // A frame may be lost, and nobody can tell which.
        fail(error);
    }

    private void received(String text) {
        try {
            receive(text);
        } catch (RuntimeException | Error e) {
            // Out of memory, most likely. What this frame held is lost, so nothing that follows can be relied upon.
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        MeshClient.LOG.log(Level.ERROR, "Reading from the server failed; the connection is closed", cause);
        end(
                new CloseEvent(CloseCode.SERVER_ERROR.number(), "This client failed while reading"),
                gone("The connection was closed because reading failed: " + rootOf(cause), cause));
        closeSession(CloseCode.SERVER_ERROR);
    }

    private void receive(String text) {
        Frame frame;
        try {
            frame = reader.read(text);
        } catch (MalformedFrameException e) {
            malformed(text, e);
            return;
        }
        if (frame instanceof Frame.ClientCall reply) {
            calls.answer(reply.id(), Reply.of(reply.payload()));
        } else if (frame instanceof Frame.ServerCall request) {
            owner.request(this, request, text.length());
        } else if (frame instanceof Frame.Event event) {
            receive(event, text.length());
        }
    }

    /** Nothing is dropped without a word: the call fails, the server's request is answered, or the connection ends. */
    private void malformed(String text, MalformedFrameException e) {
        FrameHead head = FrameHead.scan(text);
        if (head.clientId() != null) {
            calls.answer(
                    head.clientId(),
                    new Reply.Failure(
                            e.code()
                                    .body("The reply cannot be read: " + e.getMessage()
                                            + ". Its limits are set with maxDepth and maxNumberLength of the builder"),
                            e));
        } else if (head.serverId() != null) {
            String error = e.code().body(e.getMessage()).toJson();
            offer(FrameText.serverCall(head.serverId(), BuiltIn.REPLY, error));
        } else {
            unreadable(e.getMessage());
        }
    }

    private void unreadable(String why) {
        MeshClient.LOG.log(Level.ERROR, "A frame of the server cannot be read; the connection is closed: {0}", why);
        end(CloseCode.UNREADABLE, "The connection was closed because a frame could not be read: " + why);
    }

    private void receive(Frame.Event event, int length) {
        switch (event.command()) {
            case BuiltIn.ASSIGN_ID -> {
                if (event.payload() instanceof JsonString assigned && id == null) {
                    id = assigned.getString();
                    opened.complete(new Reply.Value(assigned));
                }
            }
            case BuiltIn.PING -> answer(BuiltIn.PONG);
            case BuiltIn.LATENCY_REQUEST -> answer(BuiltIn.LATENCY_RESPONSE);
            default -> owner.event(this, event, length);
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
