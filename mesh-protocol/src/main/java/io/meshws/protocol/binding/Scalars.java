package io.meshws.protocol.binding;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells which strings, numbers and booleans a Jsonb reads and writes as an unconfigured one does. Says nothing about
 * the JSON that a type with its own adapter accepts. Thread-safe.
 */
final class Scalars {
    private static final List<String> SAMPLES = List.of(
            "true",
            "false",
            "0",
            "7",
            "-12",
            "1.5",
            "\"7\"",
            "\"true\"",
            "\"yes\"",
            "\"no\"",
            "\"on\"",
            "\"\"",
            "\"a\"",
            "\" B \"",
            "\"<b>&\"");

    private static final Map<Class<?>, Class<?>> PRIMITIVES = Map.of(
            Boolean.class, boolean.class,
            Character.class, char.class,
            Byte.class, byte.class,
            Short.class, short.class,
            Integer.class, int.class,
            Long.class, long.class,
            Float.class, float.class,
            Double.class, double.class);

    private final Jsonb jsonb;
    private final Jsonb bare;
    private final Map<Class<?>, Boolean> plain = new ConcurrentHashMap<>();

    Scalars(Jsonb jsonb, Jsonb bare) {
        this.jsonb = jsonb;
        this.bare = bare;
    }

    /** Whether nothing is special about a class or its primitive type. */
    boolean isPlain(Class<?> c) {
        Boolean known = plain.get(c);
        if (known == null) {
            Class<?> primitive = PRIMITIVES.get(c);
            known = jsonb == bare || (isAsBare(c) && (primitive == null || isAsBare(primitive)));
            plain.put(c, known);
        }
        return known;
    }

    private boolean isAsBare(Class<?> c) {
        return SAMPLES.stream().allMatch(sample -> {
            Object read = read(bare, sample, c);
            return Objects.equals(read, read(jsonb, sample, c))
                    && (read == null || Objects.equals(write(bare, read), write(jsonb, read)));
        });
    }

    /** Null if it is refused. */
    private static Object read(Jsonb jsonb, String sample, Class<?> c) {
        try {
            return jsonb.fromJson(sample, c);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static String write(Jsonb jsonb, Object value) {
        try {
            return jsonb.toJson(value);
        } catch (JsonbException e) {
            return null;
        }
    }
}
