package io.meshws.client.internal.link;

import io.meshws.client.internal.runtime.Timers;
import io.meshws.client.internal.socket.Outgoing;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.FrameText;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request of the client from its beginning to its answer, over as many connections as that takes; or an event, which
 * ends when it is sent. Thread-safe.
 */
public final class Call {
    private final String command;
    private final String payload;
    private final Kind kind;
    private final OnceNumber once;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final AtomicBoolean done = new AtomicBoolean();
    /** Removes it from the queue or table that has it now. */
    private volatile Runnable leave = () -> {};

    private volatile boolean sent;

    private enum Kind {
        REQUEST,
        /** Does no harm if it is done again. */
        IDEMPOTENT,
        BOUND,
        EVENT
    }

    private Call(String command, String payload, Kind kind, OnceNumber once) {
        this.command = command;
        this.payload = payload;
        this.kind = kind;
        this.once = once;
    }

    /** @param payload JSON text */
    public static Call request(String command, String payload) {
        return new Call(command, payload, Kind.REQUEST, null);
    }

    /** A request that does no harm if the server gets it twice. */
    public static Call idempotent(String command, String payload) {
        return new Call(command, payload, Kind.IDEMPOTENT, null);
    }

    /** A request that only makes sense on one connection: it never waits for another. */
    static Call bound(String command, String payload) {
        return new Call(command, payload, Kind.BOUND, null);
    }

    /** A request that the server answers from memory if it comes again. */
    static Call once(String command, String payload, OnceNumber number) {
        return new Call(command, payload, Kind.REQUEST, number);
    }

    public static Call event(String command, String payload) {
        return new Call(command, payload, Kind.EVENT, null);
    }

    public String command() {
        return command;
    }

    /** Completes once, on the thread that brings the answer or the failure; that thread must not be held up. */
    public CompletableFuture<Reply> reply() {
        return reply;
    }

    /**
     * Sends it on this connection alone; it fails if that takes no more, or if the reply doesn't come in time.
     *
     * @param late the message if it doesn't
     */
    void sendOn(Connection connection, Timers timers, Duration patience, String late) {
        Timers.Timer timer = timers.after(patience, () -> fail(Reply.Failure.of(ErrorCode.ETIMEOUT, late)));
        reply.thenRun(timer::cancel);
        Connection.Acceptance acceptance = connection.call(this);
        if (acceptance != Connection.Acceptance.ACCEPTED) {
            fail(acceptance == Connection.Acceptance.FULL ? CallFailures.TOO_MUCH : CallFailures.CLOSED);
        }
    }

    public void fail(Reply.Failure failure) {
        complete(failure);
    }

    /** Forgets it first, then tells the caller. */
    void complete(Reply answer) {
        if (done.compareAndSet(false, true)) {
            leave.run();
            if (once != null) {
                once.answered();
            }
            reply.complete(answer);
        }
    }

    boolean isEvent() {
        return kind == Kind.EVENT;
    }

    boolean isIdempotent() {
        return kind == Kind.IDEMPOTENT;
    }

    boolean isBound() {
        return kind == Kind.BOUND;
    }

    boolean isRepeatable() {
        return once != null;
    }

    boolean isDone() {
        return done.get();
    }

    /** Whether a server may have received it. */
    public boolean wasSent() {
        return sent;
    }

    int length() {
        return command.length() + payload.length();
    }

    /** Whether it does no harm if a server gets it, though another may have it already. */
    boolean mayGoTo(Memory memory, Timers timers) {
        return !sent || isIdempotent() || (once != null && once.isKnownTo(memory, timers));
    }

    /**
     * It is about to be sent under this id.
     *
     * @param memory of the server that it goes to
     * @param left forgets it there when it is over
     * @return the frame to send
     */
    Outgoing copyFor(long id, Memory memory, Timers timers, Runnable left) {
        leave = left;
        String text;
        if (isEvent()) {
            text = FrameText.event(command, payload);
        } else if (once != null && memory.remembers()) {
            if (!sent) {
                once.goesTo(memory, timers);
            }
            text = FrameText.clientCall(id, command, payload, once.once());
        } else {
            text = FrameText.clientCall(id, command, payload);
        }
        if (isDone()) {
            leave.run();
        }
        return new Copy(text);
    }

    void sending() {
        sent = true;
        if (isEvent()) {
            complete(Reply.NOTHING);
        }
    }

    /** The call on one connection: while that ends, the next one may have its own already. */
    private final class Copy implements Outgoing {
        private final String text;

        Copy(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public void sending() {
            Call.this.sending();
        }
    }
}
