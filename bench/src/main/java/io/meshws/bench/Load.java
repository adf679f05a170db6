package io.meshws.bench;

import io.meshws.bench.Scenario.Pace;
import io.meshws.bench.Scenario.Setting;
import io.meshws.bench.Scenario.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that send messages. Reads frames without reading JSON: a message of the scenario is one with an {@code @},
 * behind which stands when it was sent.
 */
final class Load implements Clients {
    /** How many messages of one sender are on their way if the next one waits for all receivers. */
    static final int WINDOW = 4;
    /** How many connections send if each waits for its own message. */
    static final int SENDERS = 10;

    private static final int BUFFER = 1 << 20;
    /** Payara ends connections if more than 4096 have something to read. */
    private static final int GREETED_AT_ONCE = 1000;

    private static final long GREETING_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Wire wire;
    private final Scenario scenario;
    private final Selector selector = Selector.open();
    private final List<Link> links = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] bytes = new byte[BUFFER];
    private final Frames frames = new Frames();
    private final Meter meter;
    private final long begun = System.nanoTime();
    /** Between messages if they are sent at a rate, in ns. */
    private final long interval;

    /** The text for which the present step of the greeting waits; null afterwards. */
    private String expected;

    private int greeted;
    private long next;

    /** Connects all clients, and has them take part. */
    Load(Running running, Scenario scenario) throws IOException {
        meter = new Meter(running);
        this.scenario = scenario;
        interval = TimeUnit.SECONDS.toNanos(1) / scenario.rate;
        wire = running.party().wire;
        String text = wire.message(scenario.subject).orElse("");
        List<Wire.Step> steps = wire.greeting(scenario.subject);
        // The first step isn't asked for, and comes while others connect.
        expected = steps.isEmpty() ? null : steps.get(0).expect();
        try {
            for (int i = 0; i < scenario.connections; i++) {
                int instance = scenario.instance(i, running.ports().size());
                Link link = Link.open(running.ports().get(instance), wire.path(), instance > 0);
                links.add(link);
                link.message = new Template(filled(text, i));
                link.channel.register(selector, SelectionKey.OP_READ, link);
                // Nobody must be taken for dead meanwhile.
                selector.selectNow(this::read);
            }
            for (Wire.Step step : steps) {
                greet(step);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private String filled(String text, int connection) {
        return text.replace("%c", String.valueOf(connection)).replace("%r", String.valueOf(scenario.rooms));
    }

    private void greet(Wire.Step step) throws IOException {
        if (step.send() != null) {
            expected = step.expect();
            links.forEach(link -> link.greeted = false);
            int first = step.receivers() ? links.size() - scenario.receivers : 0;
            greeted = first;
            for (int i = first; i < links.size(); i++) {
                write(links.get(i), Frames.text(filled(step.send(), i)));
                // Messages that come meanwhile must not fill the buffers of the server.
                selector.selectNow(this::read);
                awaitGreeted(i - GREETED_AT_ONCE);
            }
        }
        awaitGreeted(links.size());
        expected = null;
    }

    private void awaitGreeted(int atLeast) throws IOException {
        long deadline = System.nanoTime() + GREETING_NANOS;
        while (greeted < atLeast) {
            if (System.nanoTime() > deadline) {
                throw new IOException("Only " + greeted + " of " + links.size() + " got " + expected);
            }
            selector.select(this::read, 10);
        }
    }

    @Override
    public void begin() throws IOException {
        next = System.nanoTime();
        switch (scenario.pace) {
            case EACH, EACH_REPLY -> sendFrom(links);
            case OWN -> sendFrom(links.subList(0, SENDERS));
            case TOGETHER -> {
                for (int i = 0; i < WINDOW; i++) {
                    send(sender());
                }
            }
            case REPLY -> send(links.get(0));
            case RATE, CONNECT, NEVER -> {}
        }
    }

    /** Who sends next. Of the states of one member, a server may leave some out. */
    private Link sender() {
        return links.get(scenario.subject == Subject.PRESENCE ? (int) (meter.sent % links.size()) : 0);
    }

    private void sendFrom(List<Link> senders) throws IOException {
        for (Link link : senders) {
            send(link);
        }
    }

    @Override
    public void pump(Duration time) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        long now = System.nanoTime();
        while (now < until) {
            if (scenario.pace == Pace.RATE) {
                for (; next <= now; next += interval) {
                    send(sender());
                }
            }
            selector.select(this::read, scenario.pace == Pace.RATE ? 1 : 10);
            now = System.nanoTime();
        }
    }

    private long micros() {
        return Template.FIRST + (System.nanoTime() - begun) / 1000;
    }

    private void send(Link link) throws IOException {
        out.clear();
        link.sentAt = micros();
        link.message.write(out, Template.FIRST + meter.sent++, link.sentAt);
        flush(link);
    }

    private void write(Link link, byte[] frame) throws IOException {
        out.clear();
        out.put(frame);
        flush(link);
    }

    private void flush(Link link) throws IOException {
        out.flip();
        link.channel.write(out);
        if (out.hasRemaining()) {
            throw new IOException("The server does not read the few frames that it is sent");
        }
    }

    private void read(SelectionKey key) {
        try {
            read((Link) key.attachment());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Link link) throws IOException {
        in.clear().put(link.rest);
        if (link.channel.read(in) < 0) {
            throw new IOException("The server ended a connection");
        }
        int length = in.flip().remaining();
        in.get(bytes, 0, length);
        long now = micros();
        frames.over(bytes, length);
        while (frames.next()) {
            switch (frames.opcode()) {
                case Frames.TEXT -> text(link, frames.start(), frames.end(), now);
                case Frames.PING ->
                    write(link, Frames.frame(Frames.PONG, Arrays.copyOfRange(bytes, frames.start(), frames.end())));
                case Frames.CLOSE -> throw new IOException("The server closed a connection");
                default -> {}
            }
        }
        if (frames.position() == 0 && length == BUFFER) {
            throw new IOException("A frame is longer than " + BUFFER + " bytes");
        }
        link.rest = frames.position() == length ? Link.NOTHING : Arrays.copyOfRange(bytes, frames.position(), length);
    }

    private void text(Link link, int start, int end, long now) throws IOException {
        for (int i = start; i < end && expected == null; i++) {
            if (bytes[i] == '@') {
                arrived(link, Template.read(bytes, i + 1), now);
                return;
            }
        }
        other(link, new String(bytes, start, end - start, StandardCharsets.UTF_8), now);
    }

    private void arrived(Link link, long sentAt, long now) throws IOException {
        meter.received++;
        if (scenario.setting != Setting.TWO || link.remote) {
            meter.took(now - sentAt);
        }
        switch (scenario.pace) {
            case EACH, EACH_REPLY -> send(link);
            case OWN -> {
                if (link.sentAt == sentAt) {
                    send(link);
                }
            }
            case TOGETHER -> {
                if (meter.sent < meter.received / scenario.receivers + WINDOW) {
                    send(sender());
                }
            }
            case REPLY, RATE, CONNECT, NEVER -> {}
        }
    }

    private void other(Link link, String text, long now) throws IOException {
        if (expected != null && !link.greeted && text.contains(expected)) {
            link.greeted = true;
            greeted++;
        }
        String answer = wire.answer(text);
        if (answer != null) {
            write(link, Frames.text(answer));
        } else if (expected == null && text.contains("\"id\":")) {
            if (text.contains("\"error\":")) {
                throw new IOException("The server answers " + text);
            }
            if (scenario.pace == Pace.REPLY) {
                send(link);
            } else if (scenario.pace == Pace.EACH_REPLY) {
                arrived(link, link.sentAt, now);
            }
        }
    }

    @Override
    public Meter meter() {
        return meter;
    }

    @Override
    public void close() throws IOException {
        for (Link link : links) {
            Link.close(link.channel);
        }
        selector.close();
    }
}
