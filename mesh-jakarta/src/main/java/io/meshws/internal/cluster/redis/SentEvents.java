package io.meshws.internal.cluster.redis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The events that may still be on their way to the instances that listen: the last one of each name, but only if Redis
 * confirmed it within the last second, and of the names that were used last. Each event says that it comes after these,
 * and its receivers put it in order ({@link EventOrder}). Thread-safe.
 */
final class SentEvents {
    static final int MAX_NAMES = 16;
    static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final class Sent {
        private final long number;
        private boolean confirmed;
        private long confirmedAt;

        private Sent(long number) {
            this.number = number;
        }
    }

    /** The name that was used last is the last. */
    private final Map<String, Sent> last = new LinkedHashMap<>();

    /**
     * An event is about to be sent.
     *
     * @param number above those of all events before, unless its batch was given up and is sent all the same
     * @return names and numbers of the events that it comes after; empty if only this name was used lately
     */
    synchronized Map<String, Long> next(String name, long number, long nanoTime) {
        last.values().removeIf(sent -> sent.confirmed && nanoTime - sent.confirmedAt > RECENT_NANOS);
        Sent previous = last.remove(name);
        Map<String, Long> before = new LinkedHashMap<>();
        last.forEach((other, sent) -> {
            if (sent.number < number) {
                before.put(other, sent.number);
            }
        });
        last.put(name, previous != null && previous.number > number ? previous : new Sent(number));
        if (last.size() > MAX_NAMES) {
            last.remove(last.keySet().iterator().next());
        }
        return before;
    }

    /** Redis has all events that were sent, except those that will hardly come. */
    synchronized void confirmed(long nanoTime) {
        for (Sent sent : last.values()) {
            if (!sent.confirmed) {
                sent.confirmed = true;
                sent.confirmedAt = nanoTime;
            }
        }
    }
}
