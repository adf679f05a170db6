package io.meshws.it;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Doesn't use mesh: it lets a test distinguish a server that doesn't work from a mesh that doesn't. */
@ServerEndpoint("/it/echo")
public class EchoEndpoint {
    @OnMessage
    public String echo(String text) {
        return text;
    }
}
