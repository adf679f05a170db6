package io.meshws.internal.endpoint;

import io.meshws.internal.connection.Transport;
import io.meshws.protocol.BinaryFrame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Lets a connection send through a session of the container. */
final class SessionTransport implements Transport {
    private static final System.Logger LOG = System.getLogger("io.meshws.internal.endpoint");

    private final Session session;
    private final RemoteEndpoint.Async remote;
    /** The thread that is sending; there is only one at a time. */
    private volatile Thread sender;

    SessionTransport(Session session) {
        this.session = session;
        this.remote = session.getAsyncRemote();
    }

    @Override
    public void send(String frame, Done done) {
        sender = Thread.currentThread();
        try {
            SendHandler handler = result -> done.done(result.isOK() ? null : failure(result.getException()));
            if (BinaryFrame.is(frame)) {
                remote.sendBinary(ByteBuffer.wrap(BinaryFrame.bytes(frame)), handler);
            } else {
                remote.sendText(frame, handler);
            }
        } finally {
            sender = null;
        }
    }

    /**
     * Whether this thread is about to send: some containers report on the sending thread that the session is closed.
     */
    boolean isSendingHere() {
        return sender == Thread.currentThread();
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
