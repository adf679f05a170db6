package io.meshws.internal.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;

/** The endpoint at a path from the configuration, where no annotation can stand. Public because Tyrus calls it by reflection. */
public final class ConfiguredEndpoint extends Endpoint {
    private final Sessions sessions;
    private ClientSession client;

    ConfiguredEndpoint(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        ClientSession opened = sessions.open(session, config, true);
        client = opened;
        session.addMessageHandler(String.class, (MessageHandler.Partial<String>) opened::text);
        session.addMessageHandler(
                ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) (part, last) -> opened.binary(last));
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        if (client != null) {
            client.closed(reason);
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        Sessions.failed(failure);
    }
}
