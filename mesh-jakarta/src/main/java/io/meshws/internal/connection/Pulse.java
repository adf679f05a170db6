package io.meshws.internal.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The signs of life of one client. Any frame is one, and so is the end of a command, because frames sent in the
 * meantime were not read. One thread at a time sends pings; everything else is thread-safe.
 */
public final class Pulse {
    /** How long an answer may take before it counts as missing. */
    private static final long ANSWER_NANOS = Duration.ofSeconds(2).toNanos();

    private volatile boolean heard;
    private volatile int unanswered;
    private volatile long askedAt;
    /** When the last of the pings was sent that count as unanswered; later pings don't count yet. */
    private volatile long askedFirstAt;
    /** How many pings were not answered by a pong, even if other frames came. */
    private int owed;

    private long owedSince;
    /** On the clock of {@link System#nanoTime}; 0 if no answer is awaited. */
    private volatile long measuredSince;

    /** In ns; negative if it was never measured. */
    private volatile long latency = -1;

    /** A sign of life. */
    public void heard() {
        // Read first: a write for each frame would keep moving the cache line between cores.
        if (!heard) {
            heard = true;
        }
    }

    /** How many pings the client has not answered by any sign of life. */
    public int unanswered() {
        return heard ? 0 : unanswered;
    }

    /**
     * A ping is sent.
     *
     * @param now on the clock of {@link System#nanoTime}
     * @param counts whether an answer to the last one would have been read; if not, the client owes no more than before
     */
    public void asked(long now, boolean counts) {
        int missing = unanswered();
        if (missing == 0 || counts) {
            unanswered = missing + 1;
            askedFirstAt = now;
        }
        askedAt = now;
        heard = false;
        owe(now);
    }

    private synchronized void owe(long now) {
        if (owed++ == 0) {
            owedSince = now;
        }
    }

    /**
     * The client answered a ping.
     *
     * @return when that ping, or an earlier one, was sent; empty if there was none
     */
    public synchronized OptionalLong ponged() {
        return owed > 0 && owed-- > 0 ? OptionalLong.of(owedSince) : OptionalLong.empty();
    }

    long askedAt() {
        return askedAt;
    }

    long askedFirstAt() {
        return askedFirstAt;
    }

    /** Whether the client answered the last ping, or answered the one before and may still answer this one. */
    boolean isAnswering(long now) {
        int missing = unanswered();
        return missing == 0 || (missing == 1 && now - askedAt < ANSWER_NANOS);
    }

    /**
     * A measurement begins.
     *
     * @return false if one is in progress
     */
    public boolean measure(long now) {
        if (measuredSince != 0) {
            return false;
        }
        measuredSince = now | 1;
        return true;
    }

    /** The client answered the measurement; empty if there was none. */
    public Optional<Duration> measured(long now) {
        long since = measuredSince;
        if (since == 0) {
            return Optional.empty();
        }
        measuredSince = 0;
        latency = Math.max(0, now - since);
        return latency();
    }

    Optional<Duration> latency() {
        long nanos = latency;
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }
}
