package io.meshws.internal.connection;

import io.meshws.AttributeKey;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Values that an application keeps. Thread-safe. */
public final class Attributes {
    private final Map<AttributeKey<?>, Object> values = new ConcurrentHashMap<>();

    /** Keeps a value; null removes it. */
    public <T> void set(AttributeKey<T> key, T value) {
        Objects.requireNonNull(key, "key");
        if (value == null) {
            values.remove(key);
        } else {
            values.put(key, value);
        }
    }

    /** Empty if there is no value. */
    @SuppressWarnings("unchecked") // Only set() puts values.
    public <T> Optional<T> get(AttributeKey<T> key) {
        return Optional.ofNullable((T) values.get(Objects.requireNonNull(key, "key")));
    }
}
