package io.meshws.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A way to a server of this machine, with all that networks do: cuts, silence, delay, half a frame. To all others, an
 * instance that reaches Redis through it looks killed while it's {@link #shut}. Thread-safe.
 */
public final class Cable implements AutoCloseable {
    private final ServerSocket server;
    private volatile Supplier<URI> targets;
    private final CableDirection toClient = new CableDirection();
    private final CableDirection toServer = new CableDirection();
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean pulled;
    private volatile boolean shut;
    private volatile boolean refusing;

    public Cable(URI target) {
        this(() -> target);
    }

    /** @param targets asked for each connection; all have the same path */
    public Cable(Supplier<URI> targets) {
        this.targets = targets;
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** The target, reached through this. */
    public URI uri() {
        URI now = targets.get();
        return URI.create(now.getScheme() + "://127.0.0.1:" + server.getLocalPort() + now.getPath());
    }

    /** How many connections came in. */
    public int connections() {
        return connections.get();
    }

    public CableDirection toClient() {
        return toClient;
    }

    public CableDirection toServer() {
        return toServer;
    }

    /** From now on new connections lead there. Those that are open stay where they are. */
    public void lead(URI other) {
        targets = () -> other;
    }

    /** From now on nothing passes in either direction, and neither side is told. Connections stay open. */
    public void pull() {
        pulled = true;
    }

    /** Like {@link #pull}, for present connections; new ones work. */
    public void swallow() {
        lines.forEach(line -> line.silent = true);
    }

    /** Ends all connections, as a network does: without a word of WebSocket. */
    public void cut() {
        lines.forEach(Line::end);
    }

    /** Ends all connections, and at once those that come, until {@link #open}. */
    public void shut() {
        shut = true;
        cut();
    }

    public void open() {
        shut = false;
    }

    /** While true, handshakes are answered with 503. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Everything takes so long from now on, in each direction. */
    public void delay(Duration time) {
        toClient.delay(time);
        toServer.delay(time);
    }

    /** From now on it's a good one for new connections. */
    public void calm() {
        pulled = false;
        shut = false;
        refusing = false;
        toClient.calm();
        toServer.calm();
    }

    @Override
    public void close() {
        end(server);
        shut();
    }

    private void accept() {
        try {
            while (true) {
                Socket in = server.accept();
                connections.incrementAndGet();
                if (refusing) {
                    start(() -> answerWithRefusal(in));
                } else {
                    connect(in);
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void connect(Socket in) {
        if (shut) {
            end(in);
            return;
        }
        try {
            Line line = new Line(
                    in,
                    new Socket(InetAddress.getLoopbackAddress(), targets.get().getPort()));
            in.setTcpNoDelay(true);
            line.out.setTcpNoDelay(true);
            lines.add(line);
            toServer.begin(line, in, line.out);
            toClient.begin(line, line.out, in);
            if (shut) {
                line.end();
            }
        } catch (IOException e) {
            // There is no server.
            end(in);
        }
    }

    private static void answerWithRefusal(Socket socket) {
        try (socket) {
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return;
                }
                request.append((char) next);
            }
            socket.getOutputStream()
                    .write("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The client ended it.
        }
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It has already ended.
        }
    }

    static void start(Runnable task) {
        Thread thread = new Thread(null, task, "cable", 128 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection. */
    final class Line {
        private final Socket in;
        private final Socket out;
        private volatile boolean silent;

        Line(Socket in, Socket out) {
            this.in = in;
            this.out = out;
        }

        boolean isSilent() {
            return silent || pulled;
        }

        void end() {
            Cable.end(in);
            Cable.end(out);
            lines.remove(this);
        }
    }
}
