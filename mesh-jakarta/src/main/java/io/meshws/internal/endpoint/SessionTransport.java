package io.meshws.internal.endpoint;

import io.meshws.internal.connection.Lane;
import io.meshws.internal.connection.Transport;
import io.meshws.protocol.BinaryFrame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Lets a connection send through a session of the container. */
final class SessionTransport implements Transport {
    private static final System.Logger LOG = System.getLogger("io.meshws.internal.endpoint");

    private final Session session;
    private final RemoteEndpoint.Async remote;
    private final boolean queues;
    private final Lane lane;
    private final Receiving receiving;
    /** Null on servers without Tyrus. */
    private final DeferredFlush output;
    /** The thread that is sending; there is only one at a time. */
    private volatile Thread sender;

    SessionTransport(Session session, Lane lane, Receiving receiving) {
        this.session = session;
        this.lane = lane;
        this.receiving = receiving;
        this.output = TyrusUpgrade.output();
        this.remote = session.getAsyncRemote();
        this.queues = UndertowInbox.isUndertow(session);
    }

    @Override
    public boolean queues() {
        return queues;
    }

    @Override
    public void together(Runnable sends) {
        sender = Thread.currentThread();
        try {
            if (queues) {
                flushedOnce(sends);
            } else {
                sends.run();
            }
        } finally {
            sender = null;
        }
    }

    /**
     * For Undertow, whose I/O thread otherwise writes frame by frame, and is woken up a second time if it has written a frame
     * before the sending thread asks for that.
     */
    private void flushedOnce(Runnable sends) {
        try {
            remote.setBatchingAllowed(true);
            try {
                sends.run();
            } finally {
                // In this order: a frame that Undertow sends by itself meanwhile, such as a pong, is flushed too.
                remote.setBatchingAllowed(false);
                remote.flushBatch();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void send(String frame, Done done) {
        SendHandler handler = result -> done.done(result.isOK() ? null : failure(result.getException()));
        if (BinaryFrame.is(frame)) {
            remote.sendBinary(ByteBuffer.wrap(BinaryFrame.bytes(frame)), handler);
        } else {
            remote.sendText(frame, handler);
        }
    }

    @Override
    public void sendAhead(String frame, Done done) {
        if (output == null) {
            send(frame, done);
        } else {
            output.ahead(() -> send(frame, done));
        }
    }

    @Override
    public Lane lane() {
        return lane;
    }

    /**
     * Whether this thread is about to send: some containers report on the sending thread that the session is closed.
     */
    boolean isSendingHere() {
        return sender == Thread.currentThread();
    }

    @Override
    public void pauseReading() {
        receiving.pause();
    }

    @Override
    public void resumeReading() {
        receiving.resume();
    }

    private static Throwable failure(Throwable reported) {
        return reported != null ? reported : new IOException("The container gave no reason");
    }

    @Override
    public void close(int code, String reason) {
        try {
            session.close(new CloseReason(CloseCodes.getCloseCode(code), reason));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "Closing a session failed", e);
        }
    }
}
