package io.meshws.internal.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** The commands and requests of one connection that wait for their end, bounded in number. Thread-safe. */
final class CommandsInFlight {
    /** Longer than from one tick to the next. */
    private static final long SOON_NANOS = Duration.ofMillis(1500).toNanos();

    private final int max;
    private final LongSupplier nanos;
    private final LongConsumer soon;
    private final Set<InFlight> entries = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * @param nanos the clock of {@link System#nanoTime}
     * @param soon told of deadlines that come before the next tick
     */
    CommandsInFlight(int max, LongSupplier nanos, LongConsumer soon) {
        this.max = max;
        this.nanos = nanos;
        this.soon = soon;
    }

    boolean isFull() {
        return count.get() >= max;
    }

    int count() {
        return count.get();
    }

    void add(InFlight entry) {
        count.incrementAndGet();
        entries.add(entry);
        began(entry);
    }

    /** Something began, whether or not it is one of these. */
    void began(InFlight entry) {
        if (entry.deadline() - nanos.getAsLong() < SOON_NANOS) {
            soon.accept(entry.deadline());
        }
    }

    void remove(InFlight entry) {
        if (entries.remove(entry)) {
            count.decrementAndGet();
        }
    }

    /**
     * Ends what is overdue.
     *
     * @param running the command that holds the container's thread, or null
     */
    void expire(long now, InFlight running) {
        if (running != null) {
            endOrTell(running, now);
        }
        entries.forEach(entry -> endOrTell(entry, now));
    }

    private void endOrTell(InFlight entry, long now) {
        long left = entry.deadline() - now;
        if (left <= 0) {
            entry.expire();
        } else if (left < SOON_NANOS) {
            soon.accept(entry.deadline());
        }
    }

    /** The connection is gone. */
    void abandonAll() {
        entries.forEach(entry -> {
            remove(entry);
            entry.abandon();
        });
    }
}
