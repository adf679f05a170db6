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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to one of several servers that cuts connections, at once or within a frame, slows them down, swallows what they carry,
 * refuses them, and loses bytes. Unlike a {@link io.meshws.testing.Cable} it does all of this by chance, with a seed. Thread-safe.
 */
final class RoughCable implements AutoCloseable {
    private static final int MOST_LOST = 4;
    private static final byte[] REFUSAL =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listening;
    private final List<URI> targets;
    private final Random random;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean refusing;
    private volatile long delayNanos;

    /** @param random which target, and which bytes */
    RoughCable(List<URI> targets, Random random) {
        this.targets = targets;
        this.random = random;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    URI uri() {
        return URI.create(
                "ws://127.0.0.1:" + listening.getLocalPort() + targets.get(0).getPath());
    }

    /** How many connections came in, and were not refused. */
    int connections() {
        return connections.get();
    }

    void cut() {
        links.forEach(Link::end);
    }

    /** Ends the connection after so many more bytes in one direction, wherever in a frame that is. */
    void cutAfter(int bytes, boolean toClient) {
        links.forEach(link -> link.way(toClient).left.set(bytes));
    }

    /** The next bytes in one direction come without one to four of them, from this place on. */
    void loseBytes(boolean toClient) {
        links.forEach(link -> link.way(toClient).lose = true);
    }

    /** Nothing passes any more on what is connected, and neither side is told. New connections work. */
    void swallow() {
        links.forEach(link -> link.silent = true);
    }

    /** While true, handshakes are answered with 503. */
    void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Everything takes so long from now on, in each direction. */
    void delay(Duration time) {
        delayNanos = time.toNanos();
    }

    /** From now on it is a good one for new connections. */
    void calm() {
        refusing = false;
        delayNanos = 0;
        links.forEach(link -> {
            link.in.left.set(-1);
            link.out.left.set(-1);
            link.in.lose = false;
            link.out.lose = false;
        });
    }

    @Override
    public void close() {
        end(listening);
        cut();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                if (refusing) {
                    start(() -> answerWithRefusal(client));
                } else {
                    connect(client);
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void connect(Socket client) {
        connections.incrementAndGet();
        URI target = targets.get(random.nextInt(targets.size()));
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getPort());
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Link link = new Link(client, server);
            links.add(link);
            link.in.begin();
            link.out.begin();
        } catch (IOException e) {
            end(client);
        }
    }

    private static void answerWithRefusal(Socket socket) {
        try (socket) {
            StringBuilder request = new StringBuilder();
            for (int next = 0; next >= 0 && request.indexOf("\r\n\r\n") < 0; ) {
                next = socket.getInputStream().read();
                request.append((char) next);
            }
            socket.getOutputStream().write(REFUSAL);
        } catch (IOException e) {
            // The client ended it.
        }
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It has ended.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(null, task, "rough-cable", 128 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    private final class Link {
        final Socket client;
        final Socket server;
        final Way in;
        final Way out;
        volatile boolean silent;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
            in = new Way(this, server, client);
            out = new Way(this, client, server);
        }

        Way way(boolean toClient) {
            return toClient ? in : out;
        }

        void end() {
            links.remove(this);
            RoughCable.end(client);
            RoughCable.end(server);
        }
    }

    /** One direction of a link. */
    private final class Way {
        private final Link link;
        private final Socket from;
        private final Socket to;
        private final DelayQueue<Chunk> chunks = new DelayQueue<>();
        /** Bytes until the cut; negative for any number. */
        final AtomicInteger left = new AtomicInteger(-1);

        volatile boolean lose;
        /** Only used by the thread that reads. */
        private long lastDue = System.nanoTime();

        Way(Link link, Socket from, Socket to) {
            this.link = link;
            this.from = from;
            this.to = to;
        }

        void begin() {
            start(this::read);
            start(this::write);
        }

        private void read() {
            try {
                InputStream in = from.getInputStream();
                byte[] bytes = new byte[8192];
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    if (!link.silent) {
                        chunks.add(new Chunk(Arrays.copyOf(bytes, count), due()));
                    }
                }
            } catch (IOException e) {
                // One side ended.
            }
            chunks.add(new Chunk(null, due()));
        }

        /** Behind all that came before, even if that was to take longer. */
        private long due() {
            lastDue = Math.max(lastDue + 1, System.nanoTime() + delayNanos);
            return lastDue;
        }

        private void write() {
            try {
                OutputStream out = to.getOutputStream();
                for (Chunk chunk = chunks.take(); chunk.bytes != null; chunk = chunks.take()) {
                    byte[] bytes = lose && chunk.bytes.length > MOST_LOST ? withLoss(chunk.bytes) : chunk.bytes;
                    int rest = left.get();
                    int count = rest < 0 ? bytes.length : Math.min(bytes.length, rest);
                    out.write(bytes, 0, count);
                    if (rest >= 0 && left.addAndGet(-count) <= 0) {
                        break;
                    }
                }
            } catch (IOException e) {
                // One side ended.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            link.end();
        }

        private byte[] withLoss(byte[] bytes) {
            lose = false;
            int lost = 1 + random.nextInt(MOST_LOST);
            int from = random.nextInt(bytes.length - lost + 1);
            byte[] rest = Arrays.copyOf(bytes, bytes.length - lost);
            System.arraycopy(bytes, from + lost, rest, from, bytes.length - lost - from);
            return rest;
        }
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
