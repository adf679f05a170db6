package io.meshws.internal.keep;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** When to try again to save failed items: the wait doubles each time. Thread-safe. */
final class Retries {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration MAX = Duration.ofMinutes(1);
    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_DOUBLED = 6;

    private final Map<String, Integer> failures = new HashMap<>();

    synchronized void succeeded(Collection<String> saved) {
        if (!failures.isEmpty()) {
            saved.forEach(failures::remove);
        }
    }

    synchronized Duration failed(String one) {
        if (failures.size() >= MAX_REMEMBERED) {
            failures.clear();
        }
        int times = failures.merge(one, 1, Integer::sum);
        Duration wait = FIRST.multipliedBy(1L << Math.min(times - 1, MAX_DOUBLED));
        return wait.compareTo(MAX) < 0 ? wait : MAX;
    }
}
