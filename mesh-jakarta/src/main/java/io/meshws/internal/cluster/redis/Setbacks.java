package io.meshws.internal.cluster.redis;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Says in the log that Redis went back to an earlier state; once a minute aloud, for what it lost can be much. Thread-safe. */
final class Setbacks {
    private static final System.Logger LOG = System.getLogger(Setbacks.class.getPackageName());
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    /**
     * Redis has less of something than it had confirmed.
     *
     * @param kind such as {@code channel}
     */
    void found(String kind, String name) {
        long now = System.nanoTime();
        long until = quietUntil.get();
        boolean aloud = now - until >= 0 && quietUntil.compareAndSet(until, now + PAUSE_NANOS);
        LOG.log(
                aloud ? Level.WARNING : Level.DEBUG,
                "MESH-0120 Redis went back to an earlier state: it lacks what it had confirmed of {0} \"{1}\"",
                kind,
                name);
    }
}
