package io.meshws.it.endpoints;

import io.meshws.MeshEndpoint;
import io.meshws.MeshHandshake;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;

/** Its configurator fails in the middle of the handshake. */
@ServerEndpoint(value = "/refusing", configurator = RefusingEndpoint.Handshake.class)
public class RefusingEndpoint extends MeshEndpoint {

    public static class Handshake extends MeshHandshake {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            super.modifyHandshake(config, request, response);
            throw new IllegalStateException("no handshake");
        }
    }
}
