package io.meshws.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import io.meshws.testing.Lapse;
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
    /** For how long a server may keep something of a connection that has ended: Payara does until its keep-alive time-out. */
    private static final Duration KEPT = Duration.ofSeconds(40);

    private final Running running;
    private final Load load;

    Idlers(Running running, Scenario scenario) throws IOException {
        this.running = running;
        load = new Load(running, scenario);
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

    /** Ends the connections: their share of the heap is what is gone when the server has let go of them. */
    @Override
    public Measurement measure(Duration time) throws IOException {
        Duration cpu = running.cpu();
        long begun = System.nanoTime();
        pump(time);
        double percent = 100.0 * running.cpu().minus(cpu).toNanos() / (System.nanoTime() - begun);
        long with = running.heap();
        load.close();
        Lapse.of(KEPT);
        double each = (with - running.heap()) / KILOBYTE / COUNT;
        return new Measurement(Table.IDLE, each, percent, COUNT);
    }

    @Override
    public void close() throws IOException {
        load.close();
    }
}
