package io.meshws.it.endpoints;

import io.meshws.MeshEndpoint;
import io.meshws.MeshHandshake;
import jakarta.websocket.server.ServerEndpoint;

/** Its configurator can't create it once the handshake was accepted. */
@ServerEndpoint(value = "/unmade", configurator = UnmadeEndpoint.Handshake.class)
public class UnmadeEndpoint extends MeshEndpoint {

    public static class Handshake extends MeshHandshake {
        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            throw new IllegalStateException("no endpoint");
        }
    }
}
