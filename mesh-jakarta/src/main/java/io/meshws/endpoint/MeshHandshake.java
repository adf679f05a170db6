package io.meshws.endpoint;

import io.meshws.connection.Handshake;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes from the handshake what is known of the client: headers and principal are dependable only here. Used as the
 * configurator of {@link MeshEndpoint} and its subclasses.
 */
public class MeshHandshake extends ServerEndpointConfig.Configurator {
    static final String PROPERTY = "io.meshws.handshake";

    @Override
    public boolean checkOrigin(String origin) {
        return sessions().allowsOrigin(origin);
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.getHeaders());
        // The properties are a copy for this one connection: checked with 200 concurrent handshakes on Tyrus and
        // Undertow.
        config.getUserProperties()
                .put(
                        PROPERTY,
                        new Handshake(
                                config.getPath(),
                                HandshakeListener.remoteAddress(),
                                headers,
                                Map.copyOf(request.getParameterMap()),
                                Optional.ofNullable(request.getUserPrincipal())));
    }

    Sessions sessions() {
        return CDI.current().select(Sessions.class).get();
    }

    /** For the paths of the configuration. */
    static final class Configured extends MeshHandshake {
        private final Sessions sessions;

        Configured(Sessions sessions) {
            this.sessions = sessions;
        }

        @Override
        Sessions sessions() {
            return sessions;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new ConfiguredEndpoint(sessions));
        }
    }
}
