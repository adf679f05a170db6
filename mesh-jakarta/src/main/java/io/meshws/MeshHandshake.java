package io.meshws;

import io.meshws.spi.EndpointFactory;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/**
 * The configurator of every subclass of {@link MeshEndpoint}. It checks the origin, negotiates the subprotocol, and
 * keeps the client's data from the handshake for {@link MeshConnection}. A subclass that overrides a method must call
 * the overridden one.
 */
public class MeshHandshake extends ServerEndpointConfig.Configurator {

    @Override
    public boolean checkOrigin(String origin) {
        return factory().configurator().checkOrigin(origin);
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return factory().configurator().getNegotiatedSubprotocol(supported, requested);
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        factory().configurator().modifyHandshake(config, request, response);
    }

    /** Looks the factory up, because not all containers inject into endpoints, and none inject into configurators. */
    static EndpointFactory factory() {
        return CDI.current().select(EndpointFactory.class).get();
    }
}
