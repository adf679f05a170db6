package io.meshws.internal.liveness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Visits each item once an interval, some every second, evenly spread whenever they were added. Thread-safe; one thread
 * at a time makes visits.
 */
final class Wheel<T> {
    private static final long SLOT_NANOS = Duration.ofSeconds(1).toNanos();

    private final List<Queue<T>> slots = new ArrayList<>();
    private final AtomicInteger nextSlot = new AtomicInteger();
    private int current;
    private long visitedUntil;

    /**
     * @param interval in whole seconds, rounded up
     * @param now on the clock of {@link System#nanoTime}
     */
    Wheel(Duration interval, long now) {
        long seconds = Math.max(1, interval.plusMillis(999).toSeconds());
        for (long i = 0; i < Math.min(seconds, Integer.MAX_VALUE / 2); i++) {
            slots.add(new ConcurrentLinkedQueue<>());
        }
        visitedUntil = now;
    }

    void add(T thing) {
        slots.get(Math.floorMod(nextSlot.getAndIncrement(), slots.size())).add(thing);
    }

    /**
     * Visits the items that are due. Late ticks catch up, but visit no item twice.
     *
     * @param visit returns whether the item stays
     */
    void turn(long now, Predicate<T> visit) {
        long due = (now - visitedUntil) / SLOT_NANOS;
        visitedUntil += due * SLOT_NANOS;
        for (long i = Math.min(due, slots.size()); i > 0; i--) {
            current = (current + 1) % slots.size();
            slots.get(current).removeIf(thing -> !visit.test(thing));
        }
    }
}
