package io.meshws.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Clients that only answer pings: their share of the server's heap, and the cost of watching over them. */
final class Idlers implements Clients {
    /** As many as a process may have files, but for those that it needs itself. */
    static final int COUNT = count();

    private static final int MOST = 20_000;
    private static final int OTHER_FILES = 1000;
    private static final double KILOBYTE = 1024;
    private static final double SETTLED = 0.99;

    private final Running running;
    private final long before;
    private final Load load;

    Idlers(Running running, Scenario scenario) throws IOException {
        this.running = running;
        before = settledHeap(running);
        load = new Load(running, scenario);
    }

    /** Without the connections of the last round, which the server may still be ending. */
    private static long settledHeap(Running running) throws IOException {
        long now = running.heap();
        long last;
        do {
            last = now;
            now = running.heap();
        } while (now < SETTLED * last);
        return now;
    }

    private static int count() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? (int) Math.min(MOST, system.getMaxFileDescriptorCount() - OTHER_FILES)
                : MOST;
    }

    @Override
    public void begin() {
        // They only listen.
    }

    @Override
    public void pump(Duration time) throws IOException {
        load.pump(time);
    }

    @Override
    public Meter meter() {
        return load.meter();
    }

    @Override
    public int warmUp(Duration atMost) throws IOException {
        pump(atMost);
        return (int) atMost.toSeconds();
    }

    @Override
    public Measurement measure(Duration time) throws IOException {
        double each = (running.heap() - before) / KILOBYTE / COUNT;
        Duration cpu = running.cpu();
        long begun = System.nanoTime();
        pump(time);
        double percent = 100.0 * running.cpu().minus(cpu).toNanos() / (System.nanoTime() - begun);
        return new Measurement(Table.IDLE, each, percent, COUNT);
    }

    @Override
    public void close() throws IOException {
        load.close();
    }
}
