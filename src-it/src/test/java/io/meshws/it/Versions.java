package io.meshws.it;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The values of each version of a record that clients were told. Each client may skip some, as a value may stand for several, but all that
 * are told of a version are told the same. Thread-safe.
 */
final class Versions {
    private final Map<String, Map<Long, JsonValue>> values = new ConcurrentHashMap<>();
    private final Queue<String> disagreed = new ConcurrentLinkedQueue<>();

    void told(String record, long version, JsonValue value) {
        JsonValue known = of(record).putIfAbsent(version, value);
        if (known != null && !known.equals(value)) {
            disagreed.add(record + " at version " + version + " is " + known + " and " + value);
        }
    }

    boolean knows(String record, long version) {
        return of(record).containsKey(version);
    }

    /** The versions for which two clients were told different values. */
    List<String> disagreed() {
        return List.copyOf(disagreed);
    }

    /** Nobody is told of versions before this one any more. */
    void forget(String record, long before) {
        of(record).keySet().removeIf(version -> version < before);
    }

    private Map<Long, JsonValue> of(String record) {
        return values.computeIfAbsent(record, name -> new ConcurrentHashMap<>());
    }
}
