package io.meshws.internal.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Everything that one connection has in flight: the command that holds the container's thread, and the commands and requests that
 * wait for their end, bounded in number. Thread-safe.
 */
public final class CommandsInFlight {
    /** Longer than from one tick to the next. */
    private static final long SOON_NANOS = Duration.ofMillis(1500).toNanos();

    private final int max;
    private final LongSupplier nanos;
    private final LongConsumer soon;
    private final Set<InFlight> entries = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;
    /** The command that is running on the container's thread, if any. */
    private volatile InFlight running;

    /**
     * @param nanos the clock of {@link System#nanoTime}
     * @param soon told of deadlines that come before the next tick
     */
    CommandsInFlight(int max, LongSupplier nanos, LongConsumer soon) {
        this.max = max;
        this.nanos = nanos;
        this.soon = soon;
    }

    /** Whether the connection has as much in flight as it may. */
    public boolean isFull() {
        return count.get() >= max;
    }

    int count() {
        return count.get() + (isRunning() ? 1 : 0);
    }

    boolean isRunning() {
        return running != null;
    }

    /** Sets the command that is running on the container's thread; null when it returned. */
    void running(InFlight command) {
        running = command;
        if (command != null) {
            began(command);
        }
    }

    /** Makes sure that the entry ends by its deadline or with the connection, whatever else happens to it. */
    public void begin(InFlight entry) {
        count.incrementAndGet();
        entries.add(entry);
        began(entry);
        if (closed) {
            end(entry);
            entry.abandon();
        }
    }

    private void began(InFlight entry) {
        if (entry.deadline() - nanos.getAsLong() < SOON_NANOS) {
            soon.accept(entry.deadline());
        }
    }

    public void end(InFlight entry) {
        if (entries.remove(entry)) {
            count.decrementAndGet();
        }
    }

    /** Ends what is overdue. */
    void expire(long now) {
        InFlight command = running;
        if (command != null) {
            endOrTell(command, now);
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
        closed = true;
        entries.forEach(entry -> {
            end(entry);
            entry.abandon();
        });
    }
}
