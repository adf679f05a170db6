package io.meshws.internal.endpoint;

import io.meshws.internal.connection.Handshake;
import io.meshws.internal.instance.MeshInstance;
import io.meshws.protocol.CloseCode;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the endpoints of all paths share. Thread-safe. */
public class Sessions {
    private static final System.Logger LOG = System.getLogger("io.meshws.internal.endpoint");
    private static final Handshake UNKNOWN = new Handshake("", "", Map.of(), Map.of(), Optional.empty());

    private final MeshInstance mesh;

    public Sessions(MeshInstance mesh) {
        this.mesh = mesh;
    }

    /**
     * @param onlyConfigured whether the path is served only where {@code mesh.paths} has it
     */
    ClientSession open(Session session, EndpointConfig config, boolean onlyConfigured) {
        TyrusIdleTask.disarm(session);
        // Liveness is ours; a container's idle time-out would close clients that are just quiet.
        session.setMaxIdleTimeout(0);
        Handshake handshake =
                config.getUserProperties().get(MeshHandshake.PROPERTY) instanceof Handshake known ? known : UNKNOWN;
        SessionTransport transport = new SessionTransport(session);
        if (onlyConfigured && !mesh.config().paths().contains(handshake.path())) {
            transport.close(CloseCode.NOT_ALLOWED.number(), CloseCode.NOT_ALLOWED.reason());
            return ClientSession.REFUSED;
        }
        return new ClientSession(
                mesh,
                mesh.opened(handshake, transport),
                transport,
                mesh.config().maxFrameSize());
    }

    List<String> paths() {
        return mesh.config().paths();
    }

    boolean allowsOrigin(String origin) {
        List<String> allowed = mesh.config().allowedOrigins();
        // Programs send none: the check protects the users of browsers, which always send one.
        return origin == null || allowed.contains("*") || allowed.contains(origin);
    }

    static void failed(Throwable failure) {
        // Mostly clients that vanished; the close that follows does what is to be done.
        LOG.log(System.Logger.Level.DEBUG, "A WebSocket session failed", failure);
    }

    static int code(CloseReason reason) {
        return reason.getCloseCode().getCode();
    }
}
