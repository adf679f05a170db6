package io.meshws.internal.connection;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * Everything that one connection has in flight: the command that holds the container's thread, and the commands and requests that
 * wait for their end, bounded in number. Thread-safe.
 */
public final class CommandsInFlight {
    private final int max;
    private final LongConsumer ends;
    private final Set<InFlight> entries = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;
    /** The command that is running on the container's thread, if any. */
    private volatile InFlight running;

    /** @param ends told of deadlines, when something begins and again while it goes on, by {@link System#nanoTime} */
    CommandsInFlight(int max, LongConsumer ends) {
        this.max = max;
        this.ends = ends;
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
            ends.accept(command.deadline());
        }
    }

    /** Makes sure that the entry ends by its deadline or with the connection at the latest. */
    public void begin(InFlight entry) {
        count.incrementAndGet();
        entries.add(entry);
        ends.accept(entry.deadline());
        if (closed) {
            end(entry);
            entry.abandon();
        }
    }

    public void end(InFlight entry) {
        if (entries.remove(entry)) {
            count.decrementAndGet();
        }
    }

    /** Ends overdue entries. */
    void expire(long now) {
        InFlight command = running;
        if (command != null) {
            endOrTell(command, now);
        }
        entries.forEach(entry -> endOrTell(entry, now));
    }

    private void endOrTell(InFlight entry, long now) {
        if (entry.deadline() - now <= 0) {
            entry.expire();
        } else {
            ends.accept(entry.deadline());
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
