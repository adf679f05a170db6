package io.meshws.internal.liveness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Visits each item once an interval, some every second, spread by their hash codes whenever they were added; less often
 * than every second if the interval is longer than an hour. Thread-safe; one thread at a time makes visits.
 */
final class Wheel<T> {
    private static final int MAX_SLOTS = 3600;

    private final long slotNanos;
    private final List<Set<T>> slots = new ArrayList<>();
    private int current;
    private long visitedUntil;

    /**
     * @param interval in whole seconds, rounded up
     * @param now on the clock of {@link System#nanoTime}
     */
    Wheel(Duration interval, long now) {
        long seconds = Math.max(1, interval.plusMillis(999).toSeconds());
        long count = Math.min(seconds, MAX_SLOTS);
        for (long i = 0; i < count; i++) {
            slots.add(ConcurrentHashMap.newKeySet());
        }
        slotNanos = TimeUnit.SECONDS.toNanos(seconds) / count;
        visitedUntil = now;
    }

    void add(T thing) {
        slotOf(thing).add(thing);
    }

    void remove(T thing) {
        slotOf(thing).remove(thing);
    }

    private Set<T> slotOf(T thing) {
        return slots.get(Math.floorMod(thing.hashCode(), slots.size()));
    }

    /**
     * Visits the items that are due. Late ticks catch up, but visit no item twice.
     *
     * @param visit returns whether the item stays
     */
    void turn(long now, Predicate<T> visit) {
        long due = (now - visitedUntil) / slotNanos;
        visitedUntil += due * slotNanos;
        for (long i = Math.min(due, slots.size()); i > 0; i--) {
            current = (current + 1) % slots.size();
            slots.get(current).removeIf(thing -> !visit.test(thing));
        }
    }
}
