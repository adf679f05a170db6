package io.meshws.internal.connection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Tells whether this instance could read its clients' frames, because only then their silence means anything. It can't read while
 * the application holds as many of the container's threads as the container is known to have, or while nothing runs at all, as in
 * a long pause of the JVM or on a suspended machine: then a tick is late. In doubt, the answers of other clients show how far it
 * has read. Thread-safe; times are on the clock of {@link System#nanoTime}.
 */
public final class Attention {
    /** Ticks come each second; one that comes later than this was held up. */
    private static final long LATE_NANOS = Duration.ofMillis(1250).toNanos();
    /** How long the container's threads may be held without raising doubt. */
    private static final long HELD_NANOS = Duration.ofMillis(200).toNanos();
    /**
     * Containers read in order of arrival. If a client answered a ping that was sent this much later than another one,
     * an answer to the other one would have been read too.
     */
    private static final long ANSWER_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    /** Set on threads that aren't the container's. */
    private final ThreadLocal<Boolean> aside = new ThreadLocal<>();
    /** How many of the container's threads the application holds. */
    private final AtomicInteger held = new AtomicInteger();
    /** Since when no thread is left, as far as is known; 0 if there is one. */
    private final AtomicLong fullSince = new AtomicLong();
    /** The most threads of the container that were seen at once. */
    private volatile int threads;

    private volatile long tickedAt;
    private volatile long ranNanos;
    /** When it was last found that nothing may have been read. */
    private volatile long distractedAt;
    /** When the latest of the answered pings was sent. */
    private volatile long answered;

    /**
     * @param nanos the clock of {@link System#nanoTime}
     */
    public Attention(LongSupplier nanos) {
        this.nanos = nanos;
        this.tickedAt = nanos.getAsLong();
        this.distractedAt = tickedAt;
        this.answered = tickedAt;
    }

    /** The container reads something from a client, on a thread that isn't held. */
    public void reading() {
        if (aside.get() != null) {
            return;
        }
        int others = held.get();
        if (others >= threads) {
            threads = others + 1;
        }
    }

    /** A thread of the container runs code of the application until {@link #release}. */
    public void hold() {
        if (aside.get() == null && held.incrementAndGet() >= threads) {
            fullSince.compareAndSet(0, nanos.getAsLong() | 1);
        }
    }

    public void release() {
        if (aside.get() == null && held.getAndDecrement() >= threads) {
            long since = fullSince.getAndSet(0);
            long now = nanos.getAsLong();
            if (since != 0 && now - since >= HELD_NANOS) {
                distractedAt = now;
            }
        }
    }

    /** A client answered the ping that was sent at that time. */
    public void answered(long askedAt) {
        if (askedAt - answered > 0) {
            answered = askedAt;
        }
    }

    /** Runs what reads from clients on a thread that isn't the container's, so that it doesn't count. */
    public void aside(Runnable reading) {
        aside.set(true);
        try {
            reading.run();
        } finally {
            aside.remove();
        }
    }

    /** Called about once a second, before the silence of clients is checked. */
    public void tick(long now) {
        if (now - tickedAt > LATE_NANOS || isFull(now)) {
            distractedAt = now;
        }
        ranNanos = Math.min(now - tickedAt, LATE_NANOS);
        tickedAt = now;
    }

    /** For how long, of the time between the last two ticks, this instance certainly ran: the length of a pause doesn't count. */
    long ranNanos() {
        return ranNanos;
    }

    private boolean isFull(long now) {
        if (held.get() == 0 || held.get() < threads) {
            return false;
        }
        // Another thread may have cleared this one's note.
        fullSince.compareAndSet(0, now | 1);
        return now - fullSince.get() >= HELD_NANOS;
    }

    /** Whether an answer to the client's last ping, if there was one, has been read by now. */
    public boolean covers(Pulse pulse) {
        long now = nanos.getAsLong();
        if (now - tickedAt > LATE_NANOS) {
            return false;
        }
        return (pulse.askedAt() - distractedAt >= 0 && !isFull(now)) || answered - pulse.askedFirstAt() >= ANSWER_NANOS;
    }
}
