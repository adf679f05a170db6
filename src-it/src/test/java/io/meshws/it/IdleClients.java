package io.meshws.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Thousands of clients that do nothing but answer pings and measurements, on one thread and with as little of WebSocket
 * as that takes.
 */
final class IdleClients implements AutoCloseable {
    private static final int CONNECTING_AT_ONCE = 100;
    private static final int OPCODE = 0x0f;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PROTOCOL_PING = 9;
    private static final int PROTOCOL_PONG = 10;

    private final URI uri;
    private final int wanted;
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "idle-clients");
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(65_536);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicLong pings = new AtomicLong();
    private final AtomicLong measurements = new AtomicLong();
    private int begun;
    private int connecting;
    private volatile boolean ending;
    private volatile Exception fault;

    /** One client, with the received bytes that aren't a whole frame yet. */
    private static final class Client {
        private boolean upgraded;
        private byte[] rest = new byte[0];
    }

    /** Begins to connect so many. */
    IdleClients(URI uri, int wanted) {
        this.uri = uri;
        this.wanted = wanted;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** The number of connected clients; fails if one could not connect. */
    int open() {
        if (fault != null) {
            throw new AssertionError("after " + open + " connections", fault);
        }
        return open.get();
    }

    /** The number of connections that the server ended. */
    int lost() {
        return lost.get();
    }

    /** How many pings were answered. */
    long pings() {
        return pings.get();
    }

    /** The number of answered measurements of the round-trip time. */
    long measurements() {
        return measurements.get();
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
            while (!ending) {
                while (begun < wanted && connecting < CONNECTING_AT_ONCE) {
                    connect();
                }
                selector.select();
                for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext(); ) {
                    advance(ready.next());
                    ready.remove();
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException | RuntimeException e) {
            fault = e;
        }
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_CONNECT, new Client());
        channel.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        begun++;
        connecting++;
    }

    private void advance(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        if (key.isConnectable()) {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            send(channel, ByteBuffer.wrap(upgrade().getBytes(StandardCharsets.US_ASCII)));
            return;
        }
        try {
            read(channel, (Client) key.attachment());
        } catch (IOException e) {
            end(channel);
        }
    }

    private String upgrade() {
        return "GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    private void read(SocketChannel channel, Client client) throws IOException {
        incoming.clear().put(client.rest);
        if (channel.read(incoming) < 0) {
            end(channel);
            return;
        }
        incoming.flip();
        if (!client.upgraded) {
            upgraded(client);
        }
        while (client.upgraded && channel.isOpen() && hasFrame()) {
            frame(channel);
        }
        client.rest = new byte[incoming.remaining()];
        incoming.get(client.rest);
    }

    private void upgraded(Client client) throws IOException {
        String answer = StandardCharsets.US_ASCII.decode(incoming.duplicate()).toString();
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IllegalStateException(answer);
        }
        incoming.position(end + 4);
        client.upgraded = true;
        connecting--;
        open.incrementAndGet();
    }

    /** Frames of a server are not masked; none that comes here is longer than 125 bytes. */
    private boolean hasFrame() {
        return incoming.remaining() >= 2 && incoming.remaining() >= 2 + incoming.get(incoming.position() + 1);
    }

    private void frame(SocketChannel channel) throws IOException {
        int opcode = incoming.get() & OPCODE;
        byte[] payload = new byte[incoming.get()];
        incoming.get(payload);
        switch (opcode) {
            case TEXT -> text(channel, new String(payload, StandardCharsets.UTF_8));
            case PROTOCOL_PING -> send(channel, PROTOCOL_PONG, payload);
            case CLOSE -> end(channel);
            default -> throw new IllegalStateException("opcode " + opcode);
        }
    }

    private void text(SocketChannel channel, String text) throws IOException {
        if (text.startsWith("{\"command\":\"ping\"")) {
            answer(channel, "{\"command\":\"pong\",\"payload\":{}}");
            pings.incrementAndGet();
        } else if (text.startsWith("{\"command\":\"latency:request\"")) {
            answer(channel, "{\"command\":\"latency:response\",\"payload\":{}}");
            measurements.incrementAndGet();
        }
    }

    private static void answer(SocketChannel channel, String text) throws IOException {
        send(channel, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(SocketChannel channel, int opcode, byte[] payload) throws IOException {
        // A mask of zeros leaves the payload as it is.
        send(
                channel,
                ByteBuffer.allocate(6 + payload.length)
                        .put((byte) (0x80 | opcode))
                        .put((byte) (0x80 | payload.length))
                        .putInt(0)
                        .put(payload)
                        .flip());
    }

    private static void send(SocketChannel channel, ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IllegalStateException("The server does not read");
        }
    }

    private void end(SocketChannel channel) throws IOException {
        channel.close();
        lost.incrementAndGet();
    }
}
