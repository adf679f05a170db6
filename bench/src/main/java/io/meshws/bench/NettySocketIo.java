package io.meshws.bench;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.Transport;
import java.util.Map;

/** The server of netty-socketio; its argument is the port. */
final class NettySocketIo {
    private NettySocketIo() {}

    public static void main(String[] arguments) {
        Configuration configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(Integer.parseInt(arguments[0]));
        configuration.setTransports(Transport.WEBSOCKET);
        SocketIOServer server = new SocketIOServer(configuration);
        server.addConnectListener(client -> client.joinRoom("room"));
        server.addEventListener("echo", Map.class, (client, payload, answer) -> answer.sendAckData(payload));
        server.addEventListener("say", Map.class, (client, payload, answer) -> server.getRoomOperations("room")
                .sendEvent("said", payload));
        server.start();
    }
}
