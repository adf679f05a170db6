package io.meshws.client.internal.socket;

import io.meshws.client.internal.runtime.Timers;
import jakarta.websocket.CloseReason;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.glassfish.tyrus.spi.ClientEngine;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.ReadHandler;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.Writer;

/** One handshake as Tyrus sees it: the answer of the server, and a way to give up. Thread-safe. */
final class TyrusHandshake {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");
    private static final int SWITCHING_PROTOCOLS = 101;
    /** The header in which mesh says why. */
    private static final String REFUSED = "Mesh-Refused";

    private final int maxFrameBytes;
    private final Consumer<Error> readingFailed;
    private volatile ClientEngine.TimeoutHandler letGo = () -> {};
    private volatile HandshakeException refusal;

    // Guarded by this.
    /** Null until there is something to write to, a moment after the session opened. */
    private Flushing writer;
    /** The callers that asked too early to be told when all is written. */
    private Consumer<Flushing> early = opened -> {};

    private boolean connecting = true;
    private boolean givenUp;

    /** @param readingFailed told of errors that Tyrus does not handle, after which it reads no more */
    TyrusHandshake(int maxFrameBytes, Consumer<Error> readingFailed) {
        this.maxFrameBytes = maxFrameBytes;
        this.readingFailed = readingFailed;
    }

    int maxFrameBytes() {
        return maxFrameBytes;
    }

    /** The server's answer if it refused the upgrade; null if it didn't. */
    HandshakeException refusal() {
        return refusal;
    }

    /**
     * Closes the connection as far as there is one. Tyrus breaks if that happens before it has a socket, so while it
     * connects, this waits for {@link #connected}.
     */
    void letGo() {
        synchronized (this) {
            givenUp = true;
            if (connecting) {
                return;
            }
        }
        closeSocket();
    }

    /** Tyrus has a socket, or has failed to get one. */
    void connected() {
        synchronized (this) {
            connecting = false;
            if (!givenUp) {
                return;
            }
        }
        closeSocket();
    }

    /** Runs a task, several times perhaps, when all is written that is to be written to an open connection. */
    void flush(Timers timers, Runnable task) {
        Flushing opened;
        synchronized (this) {
            opened = writer;
            if (opened == null) {
                early = late -> late.flush(timers, task);
            }
        }
        if (opened != null) {
            opened.flush(timers, task);
        }
    }

    private void opened(Flushing opened) {
        Consumer<Flushing> waiting;
        synchronized (this) {
            writer = opened;
            waiting = early;
        }
        waiting.accept(opened);
    }

    private void closeSocket() {
        try {
            letGo.handleTimeout();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "There is no socket to close", e);
        }
    }

    ClientEngine watch(ClientEngine engine) {
        return new Watched(engine);
    }

    private final class Watched implements ClientEngine {
        private final ClientEngine engine;

        Watched(ClientEngine engine) {
            this.engine = engine;
        }

        @Override
        public UpgradeRequest createUpgradeRequest(TimeoutHandler handler) {
            letGo = handler;
            return engine.createUpgradeRequest(handler);
        }

        @Override
        public ClientUpgradeInfo processResponse(
                UpgradeResponse response, Writer writer, Connection.CloseListener closeListener) {
            if (response.getStatus() != SWITCHING_PROTOCOLS) {
                String phrase = response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
                String limit = response.getFirstHeaderValue(REFUSED);
                String reason = limit == null ? phrase : phrase + " (" + limit + ")";
                refusal = new HandshakeException(response.getStatus(), reason, null);
            }
            ClientUpgradeInfo info = engine.processResponse(response, writer, closeListener);
            return info.getUpgradeStatus() == ClientUpgradeStatus.SUCCESS ? new Upgraded(info) : info;
        }

        @Override
        public void processError(Throwable error) {
            engine.processError(error);
        }
    }

    private final class Upgraded implements ClientEngine.ClientUpgradeInfo {
        private final ClientEngine.ClientUpgradeInfo info;

        Upgraded(ClientEngine.ClientUpgradeInfo info) {
            this.info = info;
        }

        @Override
        public ClientEngine.ClientUpgradeStatus getUpgradeStatus() {
            return info.getUpgradeStatus();
        }

        @Override
        public Connection createConnection() {
            return new Guarded(info.createConnection());
        }
    }

    /** Tells of errors while reading. */
    private final class Guarded implements Connection, ReadHandler {
        private final Connection connection;
        private final Flushing writer;

        Guarded(Connection connection) {
            this.connection = connection;
            writer = new Flushing(connection.getWriter());
            opened(writer);
        }

        @Override
        public void handle(ByteBuffer data) {
            try {
                connection.getReadHandler().handle(data);
            } catch (Error e) {
                readingFailed.accept(e);
            }
        }

        @Override
        public ReadHandler getReadHandler() {
            return this;
        }

        @Override
        public Writer getWriter() {
            return writer;
        }

        @Override
        public CloseListener getCloseListener() {
            return connection.getCloseListener();
        }

        @Override
        public void close(CloseReason reason) {
            connection.close(reason);
        }
    }
}
