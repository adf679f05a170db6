package io.meshws.internal.endpoint;

import io.meshws.spi.EndpointFactory;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;

/** The endpoint at a configured path, for one session. Public because Tyrus calls it by reflection. */
public final class SessionEndpoint extends Endpoint {
    private static final System.Logger LOG = System.getLogger("io.meshws.internal.endpoint");

    private final EndpointFactory mesh;
    private volatile EndpointFactory.Client client;

    SessionEndpoint(EndpointFactory mesh) {
        this.mesh = mesh;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        mesh.open(session, config, created -> client = created);
        EndpointFactory.Client opened = client;
        try {
            session.addMessageHandler(String.class, (MessageHandler.Partial<String>) opened::text);
            session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) opened::binary);
        } catch (IllegalStateException e) {
            // It was closed meanwhile.
            LOG.log(System.Logger.Level.DEBUG, "A WebSocket session takes no messages", e);
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        if (client != null) {
            client.closed(reason);
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        LOG.log(System.Logger.Level.DEBUG, "A WebSocket session failed", failure);
    }
}
