package io.meshws.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;

/** A client that sends and never reads. */
final class DeafClient implements WebSocket.Listener {
    private DeafClient() {}

    static WebSocket connect(URI uri) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, new DeafClient())
                .join();
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        // Asks for nothing.
    }
}
