package io.meshws.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.function.Supplier;

/** A free port of this machine on which a server for tests takes WebSocket connections, each with its own thread. Thread-safe. */
public final class ServerPort implements AutoCloseable {
    private static final String PATH = "/mesh";

    private final ServerSocket listening;
    private final Supplier<? extends ServerConnection.Listener> listeners;

    /** @param listeners one for each connection */
    public ServerPort(Supplier<? extends ServerConnection.Listener> listeners) {
        this.listeners = listeners;
        try {
            listening = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public URI uri() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + PATH);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(null, task, "server-port", 256 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                ServerConnection connection = new ServerConnection(socket);
                start(() -> connection.run(listeners.get()));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /** Takes no further connections; those that are open stay. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
