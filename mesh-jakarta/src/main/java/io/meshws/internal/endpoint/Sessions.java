package io.meshws.internal.endpoint;

import io.meshws.MeshProperty;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.Lanes;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.identity.HandshakeRefused;
import io.meshws.internal.instance.MeshInstance;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.FrameReader;
import io.meshws.spi.EndpointFactory;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Opens sessions for the endpoints of all paths. Thread-safe. */
public final class Sessions implements EndpointFactory {
    private static final FailureLog.Message ORIGIN_REFUSED = new FailureLog.Message(
            System.getLogger("io.meshws.internal.endpoint"), System.Logger.Level.WARNING, "MESH-0410");

    private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,200}");

    private final MeshInstance mesh;
    private final Set<String> roles;
    private final Lanes lanes;
    /** Read on from clients if the container doesn't. */
    private final Executor readers;

    private final Proxies proxies;
    private final FrameReader reader;
    private final HandshakeConfigurator configurator = new HandshakeConfigurator(this);

    /** @param roles those that the application asks for */
    public Sessions(MeshInstance mesh, Lanes lanes, Executor workers, Set<String> roles) {
        this.mesh = mesh;
        this.lanes = lanes;
        this.readers = reading -> workers.execute(() -> mesh.readAside(reading));
        this.roles = roles;
        this.proxies = new Proxies(mesh.config().get(MeshProperty.TRUSTED_PROXIES));
        this.reader = new FrameReader(ValueLimit.json(mesh.config()));
    }

    @Override
    public ServerEndpointConfig.Configurator configurator() {
        return configurator;
    }

    @Override
    public void open(Session session, EndpointConfig config, Consumer<Client> created) {
        SessionTransport transport =
                new SessionTransport(session, UndertowThread.lane(session, lanes), Receiving.of(session, readers));
        Optional<HandshakeRefused> refused = HandshakeConfigurator.refusal(config.getUserProperties());
        if (refused.isPresent()) {
            CloseCode code = refused.get().closeCode();
            transport.close(code.number(), code.reason());
            created.accept(new RefusedClient());
            return;
        }
        Handshake handshake = HandshakeConfigurator.of(config.getUserProperties());
        try {
            TyrusIdleTask.disarm(session);
            // mesh checks liveness itself; a container's idle time-out would close clients that are just quiet.
            session.setMaxIdleTimeout(0);
            Optional<Dialect> dialect = Dialect.of(handshake.query());
            ClientSession client = new ClientSession(mesh, transport, dialect, reader);
            created.accept(client);
            client.open(handshake);
        } catch (Throwable e) {
            // If an endpoint fails to open, containers leave the session open, and mesh would never check whether it's
            // alive.
            transport.close(CloseCode.SERVER_ERROR.number(), CloseCode.SERVER_ERROR.reason());
            throw e;
        }
    }

    /** Its frames aren't read. */
    private static final class RefusedClient implements EndpointFactory.Client {
        @Override
        public void text(String part, boolean last) {}

        @Override
        public void binary(ByteBuffer part, boolean last) {}

        @Override
        public void closed(CloseReason reason) {}
    }

    /** The address of a client, if its handshake comes from that peer. */
    String clientAddress(String peer, Map<String, List<String>> headers) {
        return proxies.client(peer, headers);
    }

    List<String> paths() {
        return mesh.config().get(MeshProperty.PATHS);
    }

    /** The roles of the application that a user has. */
    Set<String> rolesOf(Predicate<String> user) {
        return roles.stream().filter(user).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws HandshakeRefused if the application refuses the client */
    Handshake check(Handshake handshake) {
        return mesh.check(handshake);
    }

    /** Whether pages of this origin may connect; a refusal is logged, so that the operator can allow it. */
    boolean allowsOrigin(String origin, HandshakeListener.Peer peer) {
        boolean allowed = mesh.config().allowsOrigin(origin, peer.host(), peer.secure());
        if (!allowed) {
            tellRefused(origin);
        }
        return allowed;
    }

    /** Each origin has a line, as far as the log has room: strangers can't hide the one that is missing in the setting. */
    private void tellRefused(String origin) {
        boolean known = PRINTABLE.matcher(origin).matches();
        String text = known
                ? "Refused a page from " + origin + "; to let it connect, add that origin to "
                        + MeshProperty.ALLOWED_ORIGINS
                : "Refused a handshake whose Origin header is none that a browser sends";
        mesh.failures().add(ORIGIN_REFUSED, "origin", known ? origin : "", text, null);
    }
}
