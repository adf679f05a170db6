package io.meshws.it;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many clients on one thread, with as little of WebSocket as that takes; what each does is its {@link Habit}. A client
 * whose connection ended comes back if that is its habit.
 */
final class RawClients implements AutoCloseable {
    /** The clients have their turns in so many groups, a millisecond apart, so that not all send at the same moment. */
    static final int PHASES = 20;

    /** How often each client has its turn. */
    static final Duration TURN = Duration.ofMillis(PHASES);

    private static final int CONNECTING_AT_ONCE = 100;

    private final URI uri;
    private final Habit habit;
    private final Selector selector;
    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(1 << 17);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "raw-clients");
    private int connecting;
    private volatile boolean ending;
    private volatile Exception fault;

    /** All methods are called on the thread of the clients. */
    interface Habit {
        /** What a client sends first. */
        default String greeting(URI uri) {
            return "GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        }

        /** The server accepted the handshake. */
        default void opened(Client client) throws IOException {}

        /** Whether it reads what comes then. */
        default boolean reads() {
            return true;
        }

        default void received(Client client, String text) throws IOException {}

        /** A ping was answered. */
        default void pinged() {}

        /**
         * It is connected, perhaps without an answer to its handshake.
         *
         * @param turn the number of this turn
         */
        default void turn(Client client, int turn) throws IOException {}

        default boolean comesBack() {
            return true;
        }
    }

    /** One of them. */
    final class Client {
        final int number;
        /** For its habit. */
        long noted;

        private SocketChannel channel;
        private boolean connected;
        private boolean upgraded;
        private boolean lost;
        private byte[] rest = new byte[0];
        private ByteBuffer unsent = ByteBuffer.allocate(0);

        private Client(int number) {
            this.number = number;
        }

        boolean isUpgraded() {
            return upgraded;
        }

        /** Sends a frame, or nothing if the server has not taken the last one. */
        void send(byte[] bytes) throws IOException {
            channel.write(unsent);
            if (!unsent.hasRemaining()) {
                unsent = ByteBuffer.wrap(bytes);
                channel.write(unsent);
            }
        }

        void end() throws IOException {
            channel.close();
            connecting -= connected ? 0 : 1;
            connected = false;
            open.addAndGet(upgraded ? -1 : 0);
            upgraded = false;
            rest = new byte[0];
            unsent = ByteBuffer.allocate(0);
            channel = null;
        }
    }

    /** Begins to connect so many. */
    RawClients(URI uri, int count, Habit habit) {
        this.uri = uri;
        this.habit = habit;
        for (int i = 0; i < count; i++) {
            clients.add(new Client(i));
        }
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** How many have an answer to their handshake; fails if something went wrong here. */
    int open() {
        if (fault != null) {
            throw new AssertionError(fault);
        }
        return open.get();
    }

    /** How many connections the server ended or refused. */
    int ended() {
        return ended.get();
    }

    @Override
    public void close() {
        ending = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            long next = System.nanoTime();
            for (int tick = 0; !ending; ) {
                selector.select(this::advance, 1);
                if (System.nanoTime() - next >= 0) {
                    next += TURN.toNanos() / PHASES;
                    connectAll();
                    takeTurns(tick / PHASES, tick % PHASES);
                    tick++;
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException | RuntimeException e) {
            fault = e;
        }
    }

    private void takeTurns(int turn, int phase) throws IOException {
        for (int i = phase; i < clients.size(); i += PHASES) {
            Client client = clients.get(i);
            if (client.connected) {
                try {
                    habit.turn(client, turn);
                } catch (IOException e) {
                    lost(client);
                }
            }
        }
    }

    private void connectAll() throws IOException {
        for (Client client : clients) {
            boolean wanted = client.channel == null && (!client.lost || habit.comesBack());
            if (wanted && connecting < CONNECTING_AT_ONCE) {
                connecting++;
                client.channel = SocketChannel.open();
                client.channel.setOption(StandardSocketOptions.SO_RCVBUF, habit.reads() ? 1 << 16 : 1 << 12);
                client.channel.configureBlocking(false);
                client.channel.register(selector, SelectionKey.OP_CONNECT, client);
                client.channel.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
            }
        }
    }

    private void advance(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (key.isConnectable()) {
                client.channel.finishConnect();
                client.connected = true;
                connecting--;
                key.interestOps(SelectionKey.OP_READ);
                client.send(habit.greeting(uri).getBytes(StandardCharsets.US_ASCII));
            } else {
                read(client, key);
            }
        } catch (IOException e) {
            try {
                lost(client);
            } catch (IOException again) {
                throw new UncheckedIOException(again);
            }
        }
    }

    private void lost(Client client) throws IOException {
        ended.incrementAndGet();
        client.lost = true;
        client.end();
    }

    private void read(Client client, SelectionKey key) throws IOException {
        incoming.clear().put(client.rest);
        if (client.channel.read(incoming) < 0) {
            throw new EOFException();
        }
        incoming.flip();
        if (!client.upgraded && !hasUpgraded(client)) {
            return;
        }
        if (!habit.reads()) {
            key.interestOps(0);
            return;
        }
        while (client.upgraded && RawFrame.isWhole(incoming)) {
            frame(client);
        }
        if (client.upgraded) {
            client.rest = new byte[incoming.remaining()];
            incoming.get(client.rest);
        }
    }

    private boolean hasUpgraded(Client client) throws IOException {
        String answer = StandardCharsets.ISO_8859_1.decode(incoming.duplicate()).toString();
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            client.rest = answer.getBytes(StandardCharsets.ISO_8859_1);
            return false;
        }
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException(answer.lines().findFirst().orElse("no answer"));
        }
        incoming.position(end + 4);
        client.upgraded = true;
        open.incrementAndGet();
        habit.opened(client);
        return client.upgraded;
    }

    private void frame(Client client) throws IOException {
        RawFrame frame = RawFrame.read(incoming);
        if (frame.opcode() == RawFrame.CLOSE) {
            throw new EOFException();
        }
        if (frame.opcode() == RawFrame.TEXT) {
            if (frame.text().startsWith("{\"command\":\"ping\"")) {
                client.send(RawFrame.of(RawFrame.WHOLE_TEXT, "{\"command\":\"pong\"}"));
                habit.pinged();
            } else {
                habit.received(client, frame.text());
            }
        }
    }
}
