package io.meshws.internal.connection;

import io.meshws.AttributeKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Values that an application keeps: few, which are read more often than changed. Thread-safe. */
public final class Attributes {
    private volatile Map<AttributeKey<?>, Object> values = Map.of();

    /** Keeps a value; null removes it. */
    public synchronized <T> void set(AttributeKey<T> key, T value) {
        Objects.requireNonNull(key, "key");
        Map<AttributeKey<?>, Object> changed = new HashMap<>(values);
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        values = changed;
    }

    /** Empty if there is no value. */
    @SuppressWarnings("unchecked") // Only set() puts values.
    public <T> Optional<T> get(AttributeKey<T> key) {
        return Optional.ofNullable((T) values.get(Objects.requireNonNull(key, "key")));
    }
}
