package io.meshws.bench;

import java.io.IOException;
import java.time.Duration;

/** The clients of one party in one scenario, all on the calling thread. Fails if a connection is lost. */
interface Clients extends AutoCloseable {
    /** Begins to send. */
    void begin() throws IOException;

    /** Goes on for so long. */
    void pump(Duration time) throws IOException;

    Meter meter();

    /**
     * Begins, and goes on until the server is warm, but no longer than this.
     *
     * @return for how many seconds
     */
    default int warmUp(Duration atMost) throws IOException {
        begin();
        Flatness flatness = new Flatness();
        meter().compilers();
        int seconds = 0;
        boolean flat = false;
        while (!flat && seconds < atMost.toSeconds()) {
            long before = meter().received;
            pump(Duration.ofSeconds(1));
            flat = flatness.reachedWith(meter().received - before, meter().compilers());
            seconds++;
        }
        return seconds;
    }

    /** Goes on, and measures. */
    default Measurement measure(Duration time) throws IOException {
        meter().begin();
        pump(time);
        return meter().end();
    }

    @Override
    void close() throws IOException;
}
