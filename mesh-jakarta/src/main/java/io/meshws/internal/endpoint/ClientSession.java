package io.meshws.internal.endpoint;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.instance.MeshInstance;
import io.meshws.protocol.CloseCode;
import io.meshws.spi.EndpointFactory;
import jakarta.websocket.CloseReason;

/**
 * One session of the container: puts the parts of a text frame together, up to the limit. Called by the container, one
 * call at a time.
 */
final class ClientSession implements EndpointFactory.Client {
    private final MeshInstance mesh;
    private final Connection connection;
    private final SessionTransport transport;
    private final int maxFrameSize;
    private StringBuilder begun;
    /** Parts may still come after the session was closed. */
    private boolean refusing;

    ClientSession(MeshInstance mesh, Connection connection, SessionTransport transport, int maxFrameSize) {
        this.mesh = mesh;
        this.connection = connection;
        this.transport = transport;
        this.maxFrameSize = maxFrameSize;
    }

    @Override
    public void text(String part, boolean last) {
        if (refusing) {
            return;
        }
        int before = begun == null ? 0 : begun.length();
        if (before + part.length() > maxFrameSize) {
            refusing = true;
            begun = null;
            transport.close(CloseCode.TOO_LARGE.number(), CloseCode.TOO_LARGE.reason());
        } else if (last && begun == null) {
            mesh.text(connection, part);
        } else {
            begun = begun == null ? new StringBuilder(part.length() * 2) : begun;
            begun.append(part);
            mesh.heard(connection);
            if (last) {
                String frame = begun.toString();
                begun = null;
                mesh.text(connection, frame);
            }
        }
    }

    @Override
    public void binary(boolean last) {
        if (last && !refusing) {
            mesh.binary(connection);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        int code = reason.getCloseCode().getCode();
        if (transport.isSendingHere()) {
            mesh.closedMeanwhile(connection, code, reason.getReasonPhrase());
        } else {
            mesh.closed(connection, code, reason.getReasonPhrase());
        }
    }
}
