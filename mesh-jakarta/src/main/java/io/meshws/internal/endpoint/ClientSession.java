package io.meshws.internal.endpoint;

import io.meshws.MeshProperty;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.Lane;
import io.meshws.internal.connection.Transport;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.instance.MeshInstance;
import io.meshws.protocol.BinaryFrame;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.FrameReader;
import io.meshws.spi.EndpointFactory;
import jakarta.websocket.CloseReason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One session of the container: joins the parts of a text frame, up to the limits. Called by the container, one call at
 * a time.
 */
final class ClientSession implements EndpointFactory.Client {
    private static final FailureLog.Message TRICKLED = new FailureLog.Message(
            System.getLogger("io.meshws.internal.endpoint"), System.Logger.Level.WARNING, "MESH-0420");

    private final MeshInstance mesh;
    private final SessionTransport transport;
    private final Optional<Dialect> dialect;
    private final FrameReader reader;
    private final int maxFrameSize;
    /** Null until it's opened, and for good if that fails. */
    private volatile Connection connection;
    /** Why it was closed while it was being opened; null if it wasn't. */
    private CloseReason closedBefore;

    private StringBuilder begun;
    private ByteArrayOutputStream begunBytes;
    /** Whether the bytes that are coming are kept. */
    private boolean takesBytes;
    /** The message that is coming in parts; null if there is none. */
    private PartialMessage partial;
    /** Parts may still arrive after the session was closed. */
    private boolean refusing;

    ClientSession(MeshInstance mesh, SessionTransport transport, Optional<Dialect> dialect, FrameReader reader) {
        this.mesh = mesh;
        this.transport = transport;
        this.dialect = dialect;
        this.reader = reader;
        this.maxFrameSize = mesh.config().get(MeshProperty.MAX_FRAME_SIZE);
    }

    /** Called before anything else, but for {@link #closed}. */
    void open(Handshake handshake) {
        Connection opened =
                mesh.opened(handshake, dialect.<Transport>map(Translating::new).orElse(transport));
        CloseReason reason;
        synchronized (this) {
            connection = opened;
            reason = closedBefore;
        }
        if (reason != null) {
            closed(reason);
        }
    }

    @Override
    public void text(String part, boolean last) {
        if (!arrives(part.length(), last)) {
            return;
        }
        int before = begun == null ? 0 : begun.length();
        if (before + part.length() > maxFrameSize) {
            refuse(CloseCode.TOO_LARGE);
        } else if (last && begun == null) {
            read(part);
        } else {
            begun = begun == null ? new StringBuilder(part.length() * 2) : begun;
            begun.append(part);
            mesh.heard(connection);
            if (last) {
                String frame = begun.toString();
                begun = null;
                read(frame);
            }
        }
    }

    private void read(String frame) {
        mesh.text(
                connection, dialect.map(known -> known.incoming(frame, reader)).orElse(frame));
    }

    @Override
    public void binary(ByteBuffer part, boolean last) {
        if (!arrives(part.remaining(), last)) {
            return;
        }
        if (begunBytes == null) {
            // A message that will be refused isn't kept, and stays refused if it's long.
            takesBytes = mesh.takesBytes(connection);
            begunBytes = new ByteArrayOutputStream(takesBytes ? part.remaining() : 0);
        }
        if (takesBytes && begunBytes.size() + part.remaining() > maxFrameSize) {
            refuse(CloseCode.TOO_LARGE);
            return;
        }
        if (takesBytes) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            begunBytes.writeBytes(bytes);
        }
        if (last) {
            byte[] frame = begunBytes.toByteArray();
            begunBytes = null;
            mesh.binary(connection, takesBytes ? BinaryFrame.of(frame) : null);
        } else {
            mesh.heard(connection);
        }
    }

    /** Whether a part counts: the client is there and was not refused, and its message arrives in earnest. */
    private boolean arrives(int length, boolean last) {
        if (refusing || connection == null) {
            return false;
        }
        if (last && partial == null) {
            return true;
        }
        long now = System.nanoTime();
        PartialMessage current = partial == null ? new PartialMessage(now) : partial;
        partial = last ? null : current;
        if (current.add(length, now)) {
            return true;
        }
        mesh.failures()
                .add(
                        TRICKLED,
                        "message",
                        connection.id(),
                        "Closing connection " + connection.id() + ", which sends a message in too many parts or too"
                                + " slowly: " + current.describe(),
                        null);
        refuse(CloseCode.TRICKLING);
        return false;
    }

    private void refuse(CloseCode code) {
        refusing = true;
        begun = null;
        begunBytes = null;
        connection.abort(code);
    }

    @Override
    public void closed(CloseReason reason) {
        synchronized (this) {
            if (connection == null) {
                // By the application, which is told of the connection first, or because the instance is stopping.
                closedBefore = reason;
                return;
            }
        }
        int code = reason.getCloseCode().getCode();
        if (transport.isSendingHere()) {
            mesh.closedMeanwhile(connection, code, reason.getReasonPhrase());
        } else {
            mesh.closed(connection, code, reason.getReasonPhrase());
        }
    }

    /** Translates the frames for a client that speaks a dialect. */
    private final class Translating implements Transport {
        private final Dialect dialect;

        Translating(Dialect dialect) {
            this.dialect = dialect;
        }

        @Override
        public void send(String frame, Done done) {
            transport.send(translated(frame), done);
        }

        @Override
        public void sendAhead(String frame, Done done) {
            transport.sendAhead(translated(frame), done);
        }

        private String translated(String frame) {
            return dialect.outgoing(frame, id -> mesh.unsubscribeRecord(connection, id));
        }

        @Override
        public Lane lane() {
            return transport.lane();
        }

        @Override
        public boolean queues() {
            return transport.queues();
        }

        @Override
        public void together(Runnable sends) {
            transport.together(sends);
        }

        @Override
        public void pauseReading() {
            transport.pauseReading();
        }

        @Override
        public void resumeReading() {
            transport.resumeReading();
        }

        @Override
        public void close(int code, String reason) {
            transport.close(code, reason);
        }
    }
}
