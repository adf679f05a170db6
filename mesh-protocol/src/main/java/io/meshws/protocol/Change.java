package io.meshws.protocol;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A change of one place in a record, computed by the instance that writes the record. So changes from everywhere take
 * effect, each on top of the others:
 *
 * <pre>{@code
 * mesh.records().change("room:general", Change.increment("/posts", 1), Change.push("/messages", "Hello").keep(100));
 * }</pre>
 *
 * <p>A path is a JSON pointer (RFC 6901) of at most {@value #MAX_PATH_LENGTH} characters, such as {@code
 * /players/3/name}; the empty one is the whole value. Objects that are missing on the way to it are made. A value of
 * another type than the change needs, at the path or on the way to it, is an error, and so is null. Values are anything
 * that JSON-B or JSON-P can express, or null. Immutable.
 */
public sealed class Change permits Change.Increment, Change.Push {
    /** The most changes in one call. */
    public static final int MAX_CHANGES = 64;

    public static final int MAX_PATH_LENGTH = 1024;

    private static final String VALUE = "value";

    private final Operation operation;
    private final String path;
    /** The other members on the wire, in JSON but for {@link #VALUE}. */
    private final Map<String, Object> details;

    /** The kinds of changes. */
    public enum Operation {
        SET,
        REMOVE,
        INCREMENT,
        PUSH,
        PULL,
        PATCH;

        /** The name on the wire, such as {@code increment}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Operation> ofWireName(String name) {
            for (Operation operation : values()) {
                if (operation.wireName().equals(name)) {
                    return Optional.of(operation);
                }
            }
            return Optional.empty();
        }
    }

    private Change(Operation operation, String path, Map<String, Object> details) {
        this.operation = operation;
        this.path = Objects.requireNonNull(path, "path");
        this.details = details;
    }

    /**
     * Replaces the value at the path, or puts it there. In an array the index may be its length, or {@code -}, to append.
     */
    public static Change set(String path, Object value) {
        return new Change(Operation.SET, path, Collections.singletonMap(VALUE, value));
    }

    /** Removes a member or an element. If it isn't there, nothing changes. */
    public static Change remove(String path) {
        return new Change(Operation.REMOVE, path, Map.of());
    }

    /** Adds 1 to a number. */
    public static Increment increment(String path) {
        return increment(path, 1);
    }

    /** Adds to a number; a missing one counts as 0. The result is exact. */
    public static Increment increment(String path, long by) {
        return new Increment(path, Json.provider().createValue(by));
    }

    /** Adds to a number; a missing one counts as 0. The result is exact. */
    public static Increment increment(String path, BigDecimal by) {
        return new Increment(path, Json.provider().createValue(by));
    }

    /** Appends to an array; a missing one counts as empty. */
    public static Push push(String path, Object value) {
        return new Push(path, Collections.singletonMap(VALUE, value), 0);
    }

    /** Removes all elements of an array that are equal to the value. If the array isn't there, nothing changes. */
    public static Change pull(String path, Object value) {
        return new Change(Operation.PULL, path, Collections.singletonMap(VALUE, value));
    }

    /**
     * Removes all elements of an array in which a member is equal to the value. If the array isn't there, nothing
     * changes.
     *
     * @param member a JSON pointer inside of each element, such as {@code /id}
     */
    public static Change pullWhere(String path, String member, Object value) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("member", Json.string(Objects.requireNonNull(member, "member")));
        details.put(VALUE, value);
        return new Change(Operation.PULL, path, details);
    }

    /**
     * Puts members into an object and leaves its others as they are; a missing object counts as empty.
     *
     * @param members an object in JSON
     */
    public static Change patch(String path, Object members) {
        return new Change(Operation.PATCH, path, Collections.singletonMap(VALUE, members));
    }

    public Operation operation() {
        return operation;
    }

    public String path() {
        return path;
    }

    /**
     * The value to set, append, remove or put, in JSON if the change came from a client; null if there is no such value, and
     * for JSON null from the server.
     */
    public Object value() {
        return details.get(VALUE);
    }

    /**
     * The form on the wire.
     *
     * @param values turns each value into JSON
     */
    public JsonObject toJson(Function<Object, JsonValue> values) {
        JsonObjectBuilder json = Json.object().add("op", operation.wireName()).add("path", path);
        details.forEach((name, value) -> json.add(name, name.equals(VALUE) ? values.apply(value) : (JsonValue) value));
        return json.build();
    }

    /** The operation and the path, without values. */
    @Override
    public String toString() {
        return operation.wireName() + " " + Json.quote(path);
    }

    /** Adds to a number. */
    public static final class Increment extends Change {
        private final BigDecimal by;

        private Increment(String path, JsonNumber by) {
            super(Operation.INCREMENT, path, Map.of("by", by));
            this.by = by.bigDecimalValue();
        }

        public BigDecimal by() {
            return by;
        }
    }

    /** Appends to an array. */
    public static final class Push extends Change {
        private final int keep;

        private Push(String path, Map<String, Object> details, int keep) {
            super(Operation.PUSH, path, details);
            this.keep = keep;
        }

        /** How many elements are left at most; 0 for all. */
        public int keep() {
            return keep;
        }

        /** Also removes elements from the beginning of the array, so that only so many are left. */
        public Push keep(int newest) {
            if (newest < 1) {
                throw new IllegalArgumentException("keep must be positive, found " + newest);
            }
            Map<String, Object> details = new LinkedHashMap<>(super.details);
            details.put("keep", Json.provider().createValue(newest));
            return new Push(path(), details, newest);
        }
    }
}
