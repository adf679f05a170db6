package io.meshws.it;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to a server that can be pulled: from then on nothing passes in either direction, and neither side is told. The
 * connections stay open. Thread-safe.
 */
final class Cable implements AutoCloseable {
    private final ServerSocket server;
    private volatile URI target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean pulled;

    Cable(URI target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** The target, reached through this. */
    URI uri() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort() + target.getPath());
    }

    /** From now on new connections lead there. Those that are open stay where they are. */
    void lead(URI other) {
        target = other;
    }

    void pull() {
        pulled = true;
    }

    @Override
    public void close() {
        end(server);
        sockets.forEach(Cable::end);
    }

    private void accept() {
        try {
            while (true) {
                connect(server.accept());
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void connect(Socket in) {
        try {
            Socket out = new Socket(InetAddress.getLoopbackAddress(), target.getPort());
            sockets.add(in);
            sockets.add(out);
            start(() -> copy(in, out));
            start(() -> copy(out, in));
        } catch (IOException e) {
            // There is no server.
            end(in);
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (!pulled) {
                    out.write(bytes, 0, read);
                }
            }
        } catch (IOException e) {
            // One side ended.
        }
        if (!pulled) {
            end(from);
            end(to);
        }
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It has already ended.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cable");
        thread.setDaemon(true);
        thread.start();
    }
}
