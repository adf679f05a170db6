package io.meshws.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that come, are let in, and go, several at a time. Each counts as a message, which is sent when it begins to
 * connect, and arrives when the last step of the greeting is done.
 */
final class Arrivals implements Clients {
    private static final Wire.Step HANDSHAKE = new Wire.Step(null, "\r\n\r\n");
    private static final String ACCEPTED = "HTTP/1.1 101 ";

    private final int port;
    private final String path;
    private final int atOnce;
    private final List<Wire.Step> steps = new ArrayList<>(List.of(HANDSHAKE));
    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
    private final Meter meter;

    private static final class Guest {
        private final long begun = System.nanoTime();
        private final StringBuilder received = new StringBuilder();
        private int step;
    }

    Arrivals(Running running, int atOnce) throws IOException {
        port = running.ports().get(0);
        Wire wire = running.party().wire;
        path = wire.path();
        steps.addAll(wire.greeting(Scenario.Subject.NOTHING));
        this.atOnce = atOnce;
        meter = new Meter(running);
    }

    @Override
    public void begin() throws IOException {
        for (int i = 0; i < atOnce; i++) {
            come();
        }
    }

    private void come() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Guest guest = new Guest();
        meter.sent++;
        if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            channel.write(Link.handshake(port, path));
            channel.register(selector, SelectionKey.OP_READ, guest);
        } else {
            channel.register(selector, SelectionKey.OP_CONNECT, guest);
        }
    }

    @Override
    public void pump(Duration time) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            selector.select(this::advance, 10);
        }
    }

    private void advance(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                channel.write(Link.handshake(port, path));
                key.interestOps(SelectionKey.OP_READ);
            } else {
                read(channel, (Guest) key.attachment());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SocketChannel channel, Guest guest) throws IOException {
        if (channel.read(in.clear()) < 0) {
            throw new IOException("The server ended a connection");
        }
        guest.received.append(StandardCharsets.ISO_8859_1.decode(in.flip()));
        while (guest.received.indexOf(steps.get(guest.step).expect()) >= 0) {
            if (guest.received.indexOf(ACCEPTED) != 0) {
                throw new IOException("The server answers "
                        + guest.received.toString().lines().findFirst());
            }
            guest.step++;
            if (guest.step == steps.size()) {
                meter.received++;
                meter.took(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - guest.begun));
                Link.close(channel);
                come();
                return;
            }
            if (steps.get(guest.step).send() != null) {
                channel.write(ByteBuffer.wrap(Frames.text(steps.get(guest.step).send())));
            }
        }
    }

    @Override
    public Meter meter() {
        return meter;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
