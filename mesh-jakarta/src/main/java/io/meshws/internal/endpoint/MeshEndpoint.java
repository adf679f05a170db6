package io.meshws.internal.endpoint;

import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/**
 * The endpoint at {@code /mesh}. For one at another path, set {@code mesh.paths}, or write a subclass:
 *
 * <pre>{@code
 * @ServerEndpoint(value = "/game", configurator = MeshHandshake.class)
 * public class GameEndpoint extends MeshEndpoint {}
 * }</pre>
 */
@ServerEndpoint(value = MeshEndpoint.PATH, configurator = MeshHandshake.class)
public class MeshEndpoint {
    static final String PATH = "/mesh";

    @Inject
    private Sessions sessions;

    private ClientSession client;

    @OnOpen
    public void open(Session session, EndpointConfig config) {
        client = sessions.open(session, config, getClass() == MeshEndpoint.class);
    }

    /** In parts, because the limit that containers offer for whole messages is not enforced by all of them. */
    @OnMessage
    public void text(String part, boolean last) {
        client.text(part, last);
    }

    /** In parts, so that nothing is kept of what will be refused. */
    @OnMessage
    public void binary(ByteBuffer part, boolean last) {
        client.binary(last);
    }

    @OnClose
    public void close(CloseReason reason) {
        if (client != null) {
            client.closed(reason);
        }
    }

    @OnError
    public void error(Throwable failure) {
        Sessions.failed(failure);
    }
}
