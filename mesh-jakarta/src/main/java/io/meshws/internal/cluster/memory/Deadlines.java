package io.meshws.internal.cluster.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** When things end, soonest first, by a clock with times that compare by their difference. Not thread-safe. */
final class Deadlines {
    private final Map<String, Deadline> byName = new HashMap<>();
    private final TreeSet<Deadline> order = new TreeSet<>();

    private record Deadline(String name, long time) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            int byTime = Long.signum(time - other.time);
            return byTime != 0 ? byTime : name.compareTo(other.name);
        }
    }

    void put(String name, long time) {
        remove(name);
        Deadline deadline = new Deadline(name, time);
        byName.put(name, deadline);
        order.add(deadline);
    }

    void remove(String name) {
        Deadline old = byName.remove(name);
        if (old != null) {
            order.remove(old);
        }
    }

    /** Null if it has no end. */
    Long of(String name) {
        Deadline deadline = byName.get(name);
        return deadline == null ? null : deadline.time();
    }

    boolean isOver(String name, long now) {
        Deadline deadline = byName.get(name);
        return deadline != null && deadline.time() - now <= 0;
    }

    List<String> over(long now) {
        return order.stream()
                .takeWhile(deadline -> deadline.time() - now <= 0)
                .map(Deadline::name)
                .toList();
    }

    /** Null if nothing has an end. */
    Long next() {
        return order.isEmpty() ? null : order.first().time();
    }

    void clear() {
        byName.clear();
        order.clear();
    }
}
