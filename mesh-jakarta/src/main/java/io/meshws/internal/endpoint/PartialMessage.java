package io.meshws.internal.endpoint;

import java.time.Duration;

/**
 * Tells whether a message that comes in parts comes at all. A part may be as small as a segment of a slow network, and
 * a message may take as long as a slow network needs; but single characters that never end would keep the server busy,
 * and half a message its memory, for as long as the client likes. Not thread-safe.
 */
final class PartialMessage {
    /** Clients and containers split as they like, so a message may have this many parts whatever its length. */
    private static final int ANY_PARTS = 128;
    /** Networks with the smallest segments bring more than this, and so do the buffers of containers. */
    private static final int LENGTH_OF_PART = 128;

    /** More than this between two parts may be a pause of the server; a silent client is noticed by pings. */
    private static final long LONGEST_PAUSE = Duration.ofSeconds(10).toNanos();

    private static final long ANY_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long NANOS_OF_PART = Duration.ofSeconds(1).toNanos() / 32;

    private long last;
    private long taken;
    private int parts;
    private long length;

    /** @param now when the first part came, on the clock of {@link System#nanoTime} */
    PartialMessage(long now) {
        last = now;
    }

    /**
     * A part came.
     *
     * @return false if there are too many of them, or they come too slowly
     */
    boolean add(int partLength, long now) {
        taken += Math.min(now - last, LONGEST_PAUSE);
        last = now;
        parts++;
        length += partLength;
        long expected = length / LENGTH_OF_PART;
        return parts <= ANY_PARTS + expected && taken <= ANY_NANOS + expected * NANOS_OF_PART;
    }

    /** For the log. */
    String describe() {
        return parts + " parts of " + length + " characters or bytes in "
                + Duration.ofNanos(taken).toMillis() + " ms";
    }
}
