package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.Unsaved;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** From when on each unsaved thing may be taken. Not thread-safe. */
final class Due {
    private final LongSupplier nanos;
    private final Map<String, Long> times = new LinkedHashMap<>();

    Due(LongSupplier nanos) {
        this.nanos = nanos;
    }

    int size() {
        return times.size();
    }

    boolean contains(String name) {
        return times.containsKey(name);
    }

    void add(String name, long delayMillis) {
        times.putIfAbsent(
                name, nanos.getAsLong() + Duration.ofMillis(delayMillis).toNanos());
    }

    void remove(String name) {
        times.remove(name);
    }

    void clear() {
        times.clear();
    }

    Unsaved.Taken take(int limit, Duration ahead) {
        long now = nanos.getAsLong();
        List<String> taken = times.entrySet().stream()
                .filter(entry -> entry.getValue() - now <= ahead.toNanos())
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
        Unsaved.Taken answer = new Unsaved.Taken(taken, times.size());
        putOff(taken, Unsaved.CLAIM);
        return answer;
    }

    void putOff(Collection<String> names, Duration time) {
        long until = nanos.getAsLong() + time.toNanos();
        names.forEach(name -> times.replace(name, until));
    }
}
