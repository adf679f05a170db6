package io.meshws.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way to a server of this machine, with all that networks do: cuts, silence, delay, half a frame. To all others, an
 * instance that reaches Redis through it looks killed while it's {@link #shut}. Thread-safe.
 */
public final class Cable implements AutoCloseable {
    private final ServerSocket server;
    private volatile URI target;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong bytesToServer = new AtomicLong();
    private volatile boolean pulled;
    private volatile boolean shut;
    private volatile boolean refusing;
    private volatile long delayNanos;
    /** Bytes that still pass to the client before the cable breaks; negative for any number. */
    private volatile int left = -1;
    /** The number of bytes that pass to the client before one gets lost; negative for none. */
    private volatile int lost = -1;

    public Cable(URI target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** The target, reached through this. */
    public URI uri() {
        URI now = target;
        return URI.create(now.getScheme() + "://127.0.0.1:" + server.getLocalPort() + now.getPath());
    }

    /** How many connections came in. */
    public int connections() {
        return connections.get();
    }

    /** How many bytes came from clients. */
    public long bytesToServer() {
        return bytesToServer.get();
    }

    /** From now on new connections lead there. Those that are open stay where they are. */
    public void lead(URI other) {
        target = other;
    }

    /** From now on nothing passes in either direction, and neither side is told. Connections stay open. */
    public void pull() {
        pulled = true;
    }

    /** Like {@link #pull}, for what is connected; new connections work. */
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
        delayNanos = time.toNanos();
    }

    /** Lets so many bytes pass to the client, wherever in a frame that is, and then ends the connection. */
    public void cutAfter(int bytes) {
        left = bytes;
    }

    /** The next bytes to the client come without the one at this place. */
    public void loseByte(int place) {
        lost = place;
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
            Line line = new Line(in, new Socket(InetAddress.getLoopbackAddress(), target.getPort()));
            in.setTcpNoDelay(true);
            line.out.setTcpNoDelay(true);
            lines.add(line);
            line.pipe(in, line.out, false);
            line.pipe(line.out, in, true);
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

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cable");
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection. */
    private final class Line {
        private final Socket in;
        private final Socket out;
        private volatile boolean silent;

        Line(Socket in, Socket out) {
            this.in = in;
            this.out = out;
        }

        void pipe(Socket from, Socket to, boolean toClient) {
            DelayQueue<Chunk> chunks = new DelayQueue<>();
            start(() -> read(from, chunks, toClient ? new AtomicLong() : bytesToServer));
            start(() -> write(chunks, to, toClient));
        }

        private void read(Socket from, DelayQueue<Chunk> chunks, AtomicLong bytesRead) {
            Chunk last = new Chunk(null, 0, System.nanoTime());
            try {
                InputStream bytes = from.getInputStream();
                byte[] buffer = new byte[8192];
                for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                    bytesRead.addAndGet(count);
                    if (!silent && !pulled) {
                        last = last.next(Arrays.copyOf(buffer, count), delayNanos);
                        chunks.add(last);
                    }
                }
            } catch (IOException e) {
                // One side ended.
            }
            chunks.add(last.next(null, delayNanos));
        }

        private void write(DelayQueue<Chunk> chunks, Socket to, boolean toClient) {
            try {
                OutputStream bytes = to.getOutputStream();
                for (Chunk chunk = chunks.take(); chunk.bytes != null; chunk = chunks.take()) {
                    int count = chunk.bytes.length;
                    if (toClient && left >= 0) {
                        count = Math.min(count, left);
                        left -= count;
                    }
                    int place = toClient ? lost : -1;
                    if (place >= 0) {
                        lost = -1;
                        bytes.write(chunk.bytes, 0, Math.min(place, count));
                        bytes.write(chunk.bytes, Math.min(place + 1, count), Math.max(0, count - place - 1));
                    } else {
                        bytes.write(chunk.bytes, 0, count);
                    }
                    bytes.flush();
                    if (toClient && left == 0) {
                        left = -1;
                        break;
                    }
                }
            } catch (IOException e) {
                // One side ended.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!silent && !pulled) {
                end();
            }
        }

        void end() {
            Cable.end(in);
            Cable.end(out);
            lines.remove(this);
        }
    }

    /** Bytes that are due; none for the end. Never due before those ahead of them. */
    private record Chunk(byte[] bytes, long number, long due) implements Delayed {
        Chunk next(byte[] following, long delay) {
            long time = System.nanoTime() + delay;
            return new Chunk(following, number + 1, time - due > 0 ? time : due);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(number, ((Chunk) other).number);
        }
    }
}
