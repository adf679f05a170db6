package io.meshws.internal.endpoint;

import io.meshws.internal.connection.Transport;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;

/** A container's session as what a connection sends through. */
final class SessionTransport implements Transport {
    private static final System.Logger LOG = System.getLogger("io.meshws.internal.endpoint");

    private final Session session;
    private final RemoteEndpoint.Async remote;

    SessionTransport(Session session) {
        this.session = session;
        this.remote = session.getAsyncRemote();
    }

    @Override
    public void send(String frame, Done done) {
        remote.sendText(frame, result -> done.done(result.isOK() ? null : failure(result.getException())));
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
