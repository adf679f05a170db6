package io.meshws.client.internal.link;

import io.meshws.client.CloseEvent;
import io.meshws.client.internal.runtime.ClientThreads;
import io.meshws.client.internal.runtime.Timers;
import io.meshws.client.internal.socket.Outgoing;
import io.meshws.client.internal.socket.WebSocket;
import io.meshws.client.internal.socket.WebSocketListener;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.pipe.PipeBytes;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * One WebSocket from the handshake to its end. It opens when {@code mesh/assign-id} arrived and ends exactly once, no matter which side
 * ends it. Thread-safe.
 */
public final class Connection implements WebSocketListener {
    /** Told of the events of a connection, which it outlives. Called on a network thread, or by the thread that ends the connection; must not block. */
    interface Owner {
        void opened(Connection connection);

        /** @param length of the frame, in characters */
        void event(Connection connection, Frame.Event event, int length);

        void request(Connection connection, Frame.ServerCall request, int length);

        /** @param length of the frame, in bytes */
        void bytes(PipeBytes message, int length);

        /**
         * It is no more. Called once.
         *
         * @param wasOpen whether it had an id; {@link #opened} may not have been called
         */
        void ended(Connection connection, boolean wasOpen, CloseEvent event, Reply.Failure failure);

        /** These calls will get no reply. Called after {@link #ended}, in the order in which they were made. */
        void unanswered(Connection connection, List<Call> calls, Reply.Failure failure);
    }

    private static final System.Logger LOG = System.getLogger("io.meshws.client");
    private static final int ABNORMAL = 1006;
    /** How long a server may take to close the socket after a close frame. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final URI address;
    private final Settings settings;
    private final Owner owner;
    private final ClientThreads threads;
    private final PendingCalls calls = new PendingCalls();
    private final Incoming incoming;
    private final Silence silence;

    // Guarded by this.
    private WebSocket socket;
    private Timers.Timer connectTimer = Timers.Timer.NONE;
    private boolean ended;
    /** Null before it was assigned; it stays after the end. */
    private volatile String id;

    private volatile Memory memory = Memory.NONE;
    private volatile boolean asksForCredential;

    Connection(URI address, Settings settings, ClientThreads threads, Owner owner) {
        this.address = address;
        this.settings = settings;
        this.threads = threads;
        this.owner = owner;
        this.incoming = new Incoming(this, owner, calls, settings.limits().json());
        this.silence = new Silence(settings.timeouts(), threads.timers(), this::heardNothing);
    }

    /** Begins to connect; the owner is told of the outcome. */
    synchronized void open() {
        connectTimer = threads.timers().after(settings.timeouts().connect(), this::notInTime);
        try {
            threads.connect(this::connect);
        } catch (RejectedExecutionException e) {
            end(couldNotConnect(e));
        }
    }

    /** Blocks: the application is asked for tokens, then the network for a connection. */
    private void connect() {
        try {
            WebSocket opening = new WebSocket(HandshakeTarget.of(address, settings), threads.timers(), this);
            synchronized (this) {
                if (ended) {
                    return;
                }
                socket = opening;
            }
            opening.connect();
        } catch (Exception | Error e) {
            end(couldNotConnect(e));
        }
    }

    private void notInTime() {
        String message = "Not connected within " + settings.timeouts().connect().toMillis() + " ms";
        end(Reply.Failure.of(ErrorCode.ETIMEOUT, message));
    }

    private void heardNothing() {
        String message = "The server sent nothing for too long";
        LOG.log(Level.WARNING, "{0} sent nothing for too long; closing the connection", address);
        end(Reply.Failure.of(ErrorCode.EGONE, message));
    }

    private Reply.Failure couldNotConnect(Throwable cause) {
        return Reply.Failure.of(
                ErrorCode.EGONE, "Could not connect to " + address + ": " + Failures.rootOf(cause), cause);
    }

    String id() {
        return id;
    }

    /** The server's memory of its answers to calls that may be repeated. */
    Memory memory() {
        return memory;
    }

    /** Whether the server refuses all commands before the client signed in. */
    boolean asksForCredential() {
        return asksForCredential;
    }

    /** Ends the connection, on which the client isn't signed in: for good if the server refused it. */
    void notSignedIn(Reply.Failure failure) {
        boolean again = failure.isTemporary() || failure.is(ErrorCode.ESERVER);
        CloseCode code = again ? CloseCode.SERVER_ERROR : CloseCode.NOT_SIGNED_IN;
        LOG.log(Level.WARNING, "Signing in failed: {0}", failure.error().message());
        end(code, failure);
    }

    int callsInFlight() {
        return calls.size();
    }

    /** The result of passing a call to the connection. */
    enum Acceptance {
        ACCEPTED,
        /** Too much waits to be sent. */
        FULL,
        /** The connection has ended. */
        ENDED
    }

    /** Sends a call. */
    Acceptance call(Call call) {
        if (call.isEvent()) {
            Outgoing event = call.copyFor(0, memory, threads.timers(), () -> {});
            return hasEnded() ? Acceptance.ENDED : offer(event) ? Acceptance.ACCEPTED : Acceptance.FULL;
        }
        long callId = calls.nextId();
        Outgoing request = call.copyFor(callId, memory, threads.timers(), () -> calls.forget(callId));
        if (!calls.add(callId, call)) {
            return Acceptance.ENDED;
        }
        if (!offer(request)) {
            calls.forget(callId);
            return Acceptance.FULL;
        }
        return Acceptance.ACCEPTED;
    }

    /** False if too much waits to be sent already. After the end it drops. */
    public boolean offer(Outgoing message) {
        WebSocket open = socket();
        return open == null || open.send(message);
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    private synchronized WebSocket socket() {
        return socket;
    }

    /**
     * Ends the connection with a code and says so to the server, behind all that waits to be sent.
     *
     * @return completes when the socket is closed
     */
    CompletableFuture<Void> end(CloseCode code, String message) {
        return end(code, Reply.Failure.of(ErrorCode.EGONE, message));
    }

    private CompletableFuture<Void> end(CloseCode code, Reply.Failure failure) {
        WebSocket open = socket();
        end(new CloseEvent(code.number(), code.reason()), failure, open != null);
        return open == null ? CompletableFuture.completedFuture(null) : open.close(code.number(), code.reason());
    }

    /** Ends the connection without a word. */
    private void end(Reply.Failure failure) {
        end(new CloseEvent(ABNORMAL, failure.error().message()), failure);
        abort();
    }

    void abort() {
        WebSocket open = socket();
        if (open != null) {
            open.abort();
        }
    }

    /** The client doesn't know a frame, or its content: it must not be skipped. */
    public void unreadable(String why) {
        LOG.log(Level.ERROR, "Cannot read a frame of the server; closing the connection: {0}", why);
        end(CloseCode.UNREADABLE, "The connection was closed because a frame could not be read: " + why);
    }

    @Override
    public void opened() {
        silence.broken();
    }

    void assigned(String assignedId, Memory answers, boolean asks) {
        synchronized (this) {
            if (id != null || ended) {
                return;
            }
            memory = answers;
            asksForCredential = asks;
            id = assignedId;
            connectTimer.cancel();
        }
        silence.begin();
        owner.opened(this);
    }

    @Override
    public void text(String text) {
        silence.broken();
        try {
            incoming.read(text);
        } catch (RuntimeException | Error e) {
            // Out of memory, most likely. This frame's content is lost, so later frames can't be relied upon.
            LOG.log(Level.ERROR, "Reading from the server failed; closing the connection", e);
            end(CloseCode.SERVER_ERROR, "The connection was closed because reading failed: " + Failures.rootOf(e));
        }
    }

    @Override
    public void binary(String frame) {
        silence.broken();
        PipeBytes.read(frame)
                .ifPresentOrElse(bytes -> owner.bytes(bytes, frame.length()), () -> unreadable("a binary frame"));
    }

    @Override
    public void closed(int code, String reason, Throwable cause) {
        String why = cause == null ? ("the server closed the connection: " + code + " " + reason).strip() : null;
        Reply.Failure failure = id == null
                ? couldNotConnect(why == null ? cause : new Exception(why))
                : Reply.Failure.of(
                        ErrorCode.EGONE,
                        "The connection is lost: " + (why == null ? Failures.rootOf(cause) : why),
                        cause);
        end(new CloseEvent(code, reason), failure);
    }

    private void end(CloseEvent event, Reply.Failure failure) {
        end(event, failure, false);
    }

    /** @param sendsOn whether waiting frames are still sent, before a close frame */
    private void end(CloseEvent event, Reply.Failure failure, boolean sendsOn) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            connectTimer.cancel();
        }
        silence.end();
        if (socket() != null) {
            threads.timers().after(LINGER, this::abort);
        }
        // Before the calls: code that learns of the end by a failed call may ask for the client's state.
        owner.ended(this, id != null, event, failure);
        List<Call> unanswered = calls.close();
        if (sendsOn) {
            unanswered.forEach(Call::sending);
        }
        owner.unanswered(this, unanswered, failure);
    }
}
