package io.meshws.internal.cluster.redis;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Logs that Redis went back to an earlier state. Warns once a minute, because Redis may have lost many things.
 * Thread-safe.
 */
final class Setbacks {
    private static final System.Logger LOG = System.getLogger(Setbacks.class.getPackageName());
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    /**
     * Called when Redis has less of something than it had confirmed.
     *
     * @param kind such as {@code channel}
     */
    void found(String kind, String name) {
        long now = System.nanoTime();
        long until = quietUntil.get();
        boolean aloud = now - until >= 0 && quietUntil.compareAndSet(until, now + PAUSE_NANOS);
        LOG.log(
                aloud ? Level.WARNING : Level.DEBUG,
                "MESH-0120 Redis went back to an earlier state: confirmed changes of {0} \"{1}\" are missing",
                kind,
                name);
    }
}
