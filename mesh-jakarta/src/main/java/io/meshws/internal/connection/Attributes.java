package io.meshws.internal.connection;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Values that an application keeps by name. Thread-safe. */
public final class Attributes {
    private final Map<String, Object> values = new ConcurrentHashMap<>();

    /** Keeps a value; null removes it. */
    public void set(String name, Object value) {
        Objects.requireNonNull(name, "name");
        if (value == null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
    }

    /** Empty if there is no value, or it has another type. */
    public <T> Optional<T> get(String name, Class<T> type) {
        Objects.requireNonNull(type, "type");
        Object value = values.get(Objects.requireNonNull(name, "name"));
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }
}
