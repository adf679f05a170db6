package io.meshws.spi;

import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;

/**
 * Where {@link io.meshws.MeshEndpoint} and {@link io.meshws.MeshHandshake} find mesh: a CDI bean that mesh itself brings.
 * Thread-safe.
 */
public interface EndpointFactory {

    /** Checks origins, negotiates the subprotocol, and keeps what the handshake tells about the client. */
    ServerEndpointConfig.Configurator configurator();

    /** Takes a session that was just opened; closes it if it cannot be served. */
    Client open(Session session, EndpointConfig config);

    /** The client of one session. Told what the container says, one call at a time. */
    interface Client {
        void text(String part, boolean last);

        void binary(boolean last);

        void closed(CloseReason reason);
    }
}
