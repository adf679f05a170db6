package io.meshws.internal.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets a number of things happen in each second, and as many as in {@link #BURST} at once. Thread-safe, without locks.
 *
 * <p>Instead of tokens it keeps the time at which it will be full again, so it fills by itself.
 */
public final class TokenBucket {
    /** How long tokens may have been saved up. */
    static final Duration BURST = Duration.ofSeconds(2);

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** The time that one token takes to come back, in ns. */
    private final long interval;

    private final AtomicLong fullAt;

    /**
     * @param perSecond more than 0
     * @param now on the clock of {@link System#nanoTime}, as all times here
     */
    TokenBucket(int perSecond, long now) {
        this.interval = Math.max(1, SECOND / perSecond);
        this.fullAt = new AtomicLong(now);
    }

    /**
     * Takes a token.
     *
     * @return 0 if there was one, otherwise the time until there will be one, in ns
     */
    long take(long now) {
        while (true) {
            long before = fullAt.get();
            long missing = Math.max(0, before - now);
            long wait = missing + interval - BURST.toNanos();
            if (wait > 0) {
                return wait;
            }
            if (fullAt.compareAndSet(before, now + missing + interval)) {
                return 0;
            }
        }
    }

    /** Brings back a token that was taken and not used. */
    void giveBack() {
        fullAt.addAndGet(-interval);
    }

    /** Whether nothing is missing, so that a new one would be the same. */
    boolean isFull(long now) {
        return fullAt.get() - now <= 0;
    }
}
