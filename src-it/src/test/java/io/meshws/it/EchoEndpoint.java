package io.meshws.it;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Knows nothing of mesh: with it a test can tell a server that does not work from a mesh that does not. */
@ServerEndpoint("/it/echo")
public class EchoEndpoint {
    @OnMessage
    public String echo(String text) {
        return text;
    }
}
