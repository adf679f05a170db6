package io.meshws.client;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a server with all that networks do: cuts, silence, delay, half a frame. Thread-safe. */
final class Cable implements AutoCloseable {
    private final ServerSocket server;
    private final URI target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean silent;
    private volatile boolean refusing;
    private volatile long delayNanos;
    /** Bytes that still pass to the client before the cable breaks; negative for any number. */
    private volatile int left = -1;
    /** Which of the next bytes to the client gets lost; negative for none. */
    private volatile int lost = -1;

    Cable(URI target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** The target, reached through this. */
    URI uri() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort() + target.getPath());
    }

    /** How many connections came in. */
    int connections() {
        return connections.get();
    }

    /** From now on nothing passes on what is connected, and neither side is told. New connections work. */
    void swallow() {
        silent = true;
    }

    /** Ends all connections, as a network does: without a word of WebSocket. */
    void cut() {
        silent = false;
        sockets.forEach(Cable::end);
        sockets.clear();
    }

    /** While true, handshakes are answered with 503. */
    void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Everything takes so long from now on, in each direction. */
    void delay(Duration time) {
        delayNanos = time.toNanos();
    }

    /** Lets so many bytes pass to the client, wherever in a frame that is, and then ends the connection. */
    void cutAfter(int bytes) {
        left = bytes;
    }

    /** The next bytes to the client come without the one at this place. */
    void loseByte(int place) {
        lost = place;
    }

    @Override
    public void close() {
        end(server);
        sockets.forEach(Cable::end);
    }

    private void accept() {
        try {
            while (true) {
                Socket in = server.accept();
                connections.incrementAndGet();
                if (refusing) {
                    start(() -> answerWithRefusal(in));
                    continue;
                }
                Socket out = new Socket(InetAddress.getLoopbackAddress(), target.getPort());
                in.setTcpNoDelay(true);
                out.setTcpNoDelay(true);
                silent = false;
                sockets.add(in);
                sockets.add(out);
                pipe(in, out, false);
                pipe(out, in, true);
            }
        } catch (IOException e) {
            // Closed.
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

    private void pipe(Socket from, Socket to, boolean toClient) {
        DelayQueue<Chunk> chunks = new DelayQueue<>();
        start(() -> read(from, chunks));
        start(() -> write(chunks, from, to, toClient));
    }

    private void read(Socket from, DelayQueue<Chunk> chunks) {
        try {
            InputStream in = from.getInputStream();
            byte[] bytes = new byte[8192];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (!silent) {
                    chunks.add(new Chunk(java.util.Arrays.copyOf(bytes, count), System.nanoTime() + delayNanos));
                }
            }
        } catch (IOException e) {
            // One side ended.
        }
        chunks.add(new Chunk(null, System.nanoTime() + delayNanos));
    }

    private void write(DelayQueue<Chunk> chunks, Socket from, Socket to, boolean toClient) {
        try {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = chunks.take(); chunk.bytes != null; chunk = chunks.take()) {
                int count = chunk.bytes.length;
                if (toClient && left >= 0) {
                    count = Math.min(count, left);
                    left -= count;
                }
                int place = toClient ? lost : -1;
                if (place >= 0) {
                    lost = -1;
                    out.write(chunk.bytes, 0, Math.min(place, count));
                    out.write(chunk.bytes, Math.min(place + 1, count), Math.max(0, count - place - 1));
                } else {
                    out.write(chunk.bytes, 0, count);
                }
                out.flush();
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
        if (!silent) {
            end(from);
            end(to);
        }
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is ended.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cable");
        thread.setDaemon(true);
        thread.start();
    }

    /** Bytes that are due; none for the end. */
    private record Chunk(byte[] bytes, long due) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(due, ((Chunk) other).due);
        }
    }
}
