package io.meshws.internal.connection;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The commands and requests of one connection that wait for their end, bounded in number. Thread-safe. */
final class CommandsInFlight {
    private final int max;
    private final Set<InFlight> entries = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    CommandsInFlight(int max) {
        this.max = max;
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
    }

    void remove(InFlight entry) {
        if (entries.remove(entry)) {
            count.decrementAndGet();
        }
    }

    /** Ends what is overdue. */
    void expire(long now) {
        for (InFlight entry : entries) {
            if (now - entry.deadline() > 0) {
                entry.expire();
            }
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
