package io.meshws.bench;

import io.meshws.bench.Scenario.Pace;
import io.meshws.bench.Scenario.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
 * The clients of one party in one scenario, all on the calling thread. It reads frames without reading JSON: a message
 * of the scenario is one with an {@code @}, behind which stands when it was sent. Fails if a connection is lost.
 */
final class Load implements AutoCloseable {
    /** How many messages of one sender are on their way if the next one waits for all receivers. */
    static final int WINDOW = 4;
    /** Messages a second if nothing is waited for. */
    static final int RATE = 300;

    private static final int BUFFER = 1 << 18;
    private static final long GREETING_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1) / RATE;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Running running;
    private final Wire wire;
    private final Scenario scenario;
    private final Template message;
    private final Selector selector = Selector.open();
    private final List<Link> links = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] bytes = new byte[BUFFER];
    private final Frames frames = new Frames();
    private final Latencies latencies = new Latencies();
    private final long begun = System.nanoTime();

    /** The text for which the present step of the greeting waits; null afterwards. */
    private String expected;

    private int greeted;
    private long sent;
    private long received;
    private long next;

    /** Connects all clients, and has them take part. */
    Load(Running running, Scenario scenario) throws IOException {
        this.running = running;
        this.scenario = scenario;
        wire = running.party().wire;
        message = new Template(wire.message(scenario.subject).orElseThrow());
        try {
            for (int i = 0; i < scenario.connections; i++) {
                int instance = i % running.ports().size();
                Link link = Link.open(running.ports().get(instance), wire.path(), instance > 0);
                links.add(link);
                link.channel.register(selector, SelectionKey.OP_READ, link);
            }
            for (Wire.Step step : wire.greeting(scenario.subject)) {
                greet(step);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void greet(Wire.Step step) throws IOException {
        expected = step.expect();
        greeted = 0;
        for (Link link : links) {
            link.greeted = false;
            if (step.send() != null) {
                write(link, Frames.text(step.send()));
            }
            // Messages that come meanwhile must not fill the buffers of the server.
            selector.selectNow(this::read);
        }
        long deadline = System.nanoTime() + GREETING_NANOS;
        while (greeted < links.size()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("Only " + greeted + " of " + links.size() + " got " + expected);
            }
            selector.select(this::read, 10);
        }
        expected = null;
    }

    /**
     * Sends until the rate is flat, but no longer than this.
     *
     * @return for how many seconds
     */
    int warmUp(Duration atMost) throws IOException {
        next = System.nanoTime();
        switch (scenario.pace) {
            case EACH -> {
                for (Link link : links) {
                    send(link);
                }
            }
            case TOGETHER -> {
                for (int i = 0; i < WINDOW; i++) {
                    send(links.get(0));
                }
            }
            case REPLY -> send(links.get(0));
            case RATE -> {}
        }
        Flatness flatness = new Flatness();
        int seconds = 0;
        boolean flat = false;
        while (!flat && seconds < atMost.toSeconds()) {
            long before = received;
            pump(Duration.ofSeconds(1));
            flat = flatness.reachedWith(received - before);
            seconds++;
        }
        return seconds;
    }

    /** Goes on, and measures. */
    Measurement measure(Duration time) throws IOException {
        latencies.clear();
        long receivedBefore = received;
        long sentBefore = sent;
        Duration cpu = running.cpu();
        long clientCpu = THREADS.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        pump(time);
        double seconds = (System.nanoTime() - start) / (double) NANOS;
        double client = (THREADS.getCurrentThreadCpuTime() - clientCpu) / (double) NANOS;
        double server = running.cpu().minus(cpu).toNanos() / 1000.0;
        long arrived = received - receivedBefore;
        if (arrived == 0) {
            throw new IOException("Nothing arrived within " + time);
        }
        return new Measurement(
                arrived / seconds,
                (sent - sentBefore) / seconds,
                server / arrived,
                latencies.percentile(0.5),
                latencies.percentile(0.99),
                latencies.percentile(0.999),
                client / seconds);
    }

    private void pump(Duration time) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        long now = System.nanoTime();
        while (now < until) {
            if (scenario.pace == Pace.RATE) {
                for (; next <= now; next += INTERVAL_NANOS) {
                    send(links.get(0));
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
        message.write(out, Template.FIRST + sent++, micros());
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
            throw new IOException("The server does not read what little it is sent");
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
                arrived(link, now - Template.read(bytes, i + 1));
                return;
            }
        }
        other(link, new String(bytes, start, end - start, StandardCharsets.UTF_8));
    }

    private void arrived(Link link, long micros) throws IOException {
        received++;
        if (scenario.setting != Setting.TWO || link.remote) {
            latencies.add(micros);
        }
        if (scenario.pace == Pace.EACH) {
            send(link);
        } else if (scenario.pace == Pace.TOGETHER && sent < received / links.size() + WINDOW) {
            send(links.get(0));
        }
    }

    private void other(Link link, String text) throws IOException {
        if (expected != null && !link.greeted && text.contains(expected)) {
            link.greeted = true;
            greeted++;
        }
        String answer = wire.answer(text);
        if (answer != null) {
            write(link, Frames.text(answer));
        } else if (expected == null && scenario.pace == Pace.REPLY && text.contains("\"id\":")) {
            send(link);
        }
    }

    @Override
    public void close() throws IOException {
        for (Link link : links) {
            link.close();
        }
        selector.close();
    }
}
