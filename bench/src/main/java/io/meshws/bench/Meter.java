package io.meshws.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts messages, and measures their cost to the processes of a party and to the calling thread. */
final class Meter {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** In total, as {@link #received}. */
    long sent;

    long received;

    private final Running running;
    private Duration compiledBefore = Duration.ZERO;
    private Duration computedBefore = Duration.ZERO;
    private final Latencies latencies = new Latencies();
    private long sentBefore;
    private long receivedBefore;
    private Duration cpuBefore;
    private double redisBefore;
    private long clientBefore;
    private long begun;

    Meter(Running running) {
        this.running = running;
    }

    /** The part of the server's processor time that went into its compilers, since the last call or the beginning. */
    double compilers() {
        Duration compiled = running.compilers();
        Duration computed = running.cpu();
        double part = (double) compiled.minus(compiledBefore).toNanos()
                / Math.max(1, computed.minus(computedBefore).toNanos());
        compiledBefore = compiled;
        computedBefore = computed;
        return part;
    }

    /** Forgets all measurements so far. */
    void begin() {
        latencies.clear();
        sentBefore = sent;
        receivedBefore = received;
        cpuBefore = running.cpu();
        redisBefore = running.redisCpu();
        clientBefore = THREADS.getCurrentThreadCpuTime();
        begun = System.nanoTime();
    }

    void took(long micros) {
        latencies.add(micros);
    }

    Measurement end() throws IOException {
        double seconds = (System.nanoTime() - begun) / NANOS;
        double client = (THREADS.getCurrentThreadCpuTime() - clientBefore) / NANOS;
        double server = running.cpu().minus(cpuBefore).toNanos() / 1000.0;
        double redis = running.redisCpu() - redisBefore;
        long arrived = received - receivedBefore;
        if (arrived == 0) {
            throw new IOException("Nothing arrived within " + seconds + " s");
        }
        return new Measurement(
                Table.MESSAGES,
                arrived / seconds,
                (sent - sentBefore) / seconds,
                server / arrived,
                redis / (sent - sentBefore),
                latencies.percentile(0.5),
                latencies.percentile(0.99),
                latencies.percentile(0.999),
                100 * client / seconds);
    }
}
