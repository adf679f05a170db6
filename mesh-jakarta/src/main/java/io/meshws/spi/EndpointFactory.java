package io.meshws.spi;

import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Lets {@link io.meshws.MeshEndpoint} and {@link io.meshws.MeshHandshake} find mesh; mesh itself provides the CDI bean.
 * Thread-safe.
 */
public interface EndpointFactory {

    /** Checks origins, negotiates the subprotocol, and keeps the client's data from the handshake. */
    ServerEndpointConfig.Configurator configurator();

    /**
     * Takes a session that was just opened; closes it if it can't be served.
     *
     * @param created gets the client before it's opened, because some containers report on another thread meanwhile that the session
     *     is closed
     */
    void open(Session session, EndpointConfig config, Consumer<Client> created);

    /** The client of one session. Receives the container's calls, one at a time, but may be closed while it's being opened. */
    interface Client {
        void text(String part, boolean last);

        void binary(ByteBuffer part, boolean last);

        void closed(CloseReason reason);
    }
}
