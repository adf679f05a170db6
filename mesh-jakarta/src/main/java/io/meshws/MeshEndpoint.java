package io.meshws;

import io.meshws.spi.EndpointFactory;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The base of an application's own endpoint class, for example to put a security constraint on its path:
 *
 * <pre>{@code
 * @ServerEndpoint(value = "/game", configurator = MeshHandshake.class)
 * public class GameEndpoint extends MeshEndpoint {}
 * }</pre>
 *
 * <p>Paths that don't need their own class are listed in {@code mesh.paths}. The container creates one instance for
 * each session and calls its methods one at a time.
 */
public abstract class MeshEndpoint {
    private static final System.Logger LOG = System.getLogger("io.meshws");

    /** Null before the session is opened, and if it couldn't be. */
    private volatile EndpointFactory.Client client;

    /** Called by the container. */
    @OnOpen
    public final void open(Session session, EndpointConfig config) throws IOException {
        EndpointFactory mesh;
        try {
            mesh = MeshHandshake.factory();
        } catch (RuntimeException e) {
            // The handshake found mesh a moment ago, so the application has stopped since.
            session.close(new CloseReason(CloseCodes.GOING_AWAY, ""));
            throw e;
        }
        mesh.open(session, config, created -> client = created);
    }

    /**
     * Called by the container, with parts of a message, because not every container enforces a limit for whole
     * messages.
     */
    @OnMessage
    public final void text(String part, boolean last) {
        if (client != null) {
            client.text(part, last);
        }
    }

    /** Called by the container, with parts of a message, so that a message that will be refused isn't buffered. */
    @OnMessage
    public final void binary(ByteBuffer part, boolean last) {
        if (client != null) {
            client.binary(part, last);
        }
    }

    /** Called by the container. */
    @OnClose
    public final void close(CloseReason reason) {
        if (client != null) {
            client.closed(reason);
        }
    }

    /** Called by the container, mostly when a client has vanished; the close that follows does the work. */
    @OnError
    public final void error(Throwable failure) {
        LOG.log(System.Logger.Level.DEBUG, "A WebSocket session failed", failure);
    }
}
