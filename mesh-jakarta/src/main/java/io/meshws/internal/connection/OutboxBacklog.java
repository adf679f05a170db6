package io.meshws.internal.connection;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The length of all outboxes of an instance together. If that is too much, the longest outboxes close their
 * connections, but only those whose client has not read for a moment: a burst to many clients doesn't harm any of them.
 * Thread-safe and without locks.
 */
final class OutboxBacklog {
    /** How long a client must not have read. */
    static final Duration STUCK = Duration.ofMillis(500);
    /** Looking at all outboxes isn't worth it more often. */
    private static final long INTERVAL_NANOS = Duration.ofMillis(50).toNanos();

    private final long max;
    private final LongSupplier nanos;
    private final Supplier<Stream<Outbox>> outboxes;
    private final LongAdder characters = new LongAdder();
    private final AtomicLong checkedAt;

    private record Stuck(Outbox outbox, long size) {}

    /** @param max how many characters may wait */
    OutboxBacklog(long max, LongSupplier nanos, Supplier<Stream<Outbox>> outboxes) {
        this.max = max;
        this.nanos = nanos;
        this.outboxes = outboxes;
        this.checkedAt = new AtomicLong(nanos.getAsLong() - INTERVAL_NANOS);
    }

    /** An outbox has this many characters more, or fewer. */
    void add(long length) {
        characters.add(length);
    }

    long size() {
        return characters.sum();
    }

    /** Makes the longest outboxes give way if there is too much in all. */
    void check() {
        if (size() <= max) {
            return;
        }
        long now = nanos.getAsLong();
        long before = checkedAt.get();
        if (now - before >= INTERVAL_NANOS && checkedAt.compareAndSet(before, now)) {
            relieve();
        }
    }

    private void relieve() {
        List<Stuck> longestFirst = outboxes.get()
                .filter(outbox -> outbox.isStuck(STUCK.toNanos()))
                .map(outbox -> new Stuck(outbox, outbox.size()))
                .sorted(Comparator.comparingLong(Stuck::size).reversed())
                .toList();
        for (Stuck stuck : longestFirst) {
            long all = size();
            if (all <= max) {
                return;
            }
            stuck.outbox()
                    .giveWay(stuck.size() + " characters waited, and " + all
                            + " for all clients together, which is more than " + max);
        }
    }
}
