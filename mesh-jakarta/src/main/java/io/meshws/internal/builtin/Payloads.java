package io.meshws.internal.builtin;

import io.meshws.CommandException;
import io.meshws.InvalidNameException;
import io.meshws.MeshContext;
import io.meshws.internal.connection.Connection;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

/** Reads the payloads of mesh's own commands, in which null counts as absent, and writes their results. */
final class Payloads {
    static final JsonValue SUCCESS = Json.object().add("success", true).build();

    private Payloads() {}

    /** The calling client. */
    static Connection connection(MeshContext context) {
        return (Connection) context.connection();
    }

    /** A required string member. */
    static String string(MeshContext context, String name) {
        if (member(context, name) instanceof JsonString text) {
            return text.getString();
        }
        throw expected(name, "a string");
    }

    /**
     * A required member that is a name of something that the client wants to use.
     *
     * @param what what the name is for, such as {@code room name}
     */
    static String name(MeshContext context, String member, String what) {
        return checkName(context, string(context, member), what);
    }

    /** Returns the name if a client may use one of this length; other rules are those of all names. */
    static String checkName(MeshContext context, String name, String what) {
        int max = connection(context).limits().nameLength();
        if (name.length() > max) {
            throw new InvalidNameException("A " + what + " must not be longer than " + max + " characters");
        }
        return name;
    }

    /** A required member of any type. */
    static JsonValue value(MeshContext context, String name) {
        JsonValue value = member(context, name);
        if (value == null) {
            throw expected(name, "a value");
        }
        return value;
    }

    /** A member of any type; JSON null if it's absent. */
    static JsonValue optional(MeshContext context, String name) {
        JsonValue value = member(context, name);
        return value == null ? JsonValue.NULL : value;
    }

    /** Whether a member is true; anything else counts as false. */
    static boolean flag(MeshContext context, String name) {
        return JsonValue.TRUE.equals(optional(context, name));
    }

    /** A member of {@code options}; JSON null if it's absent. */
    private static JsonValue option(MeshContext context, String name) {
        return member(context, "options") instanceof JsonObject options
                ? options.getOrDefault(name, JsonValue.NULL)
                : JsonValue.NULL;
    }

    /** The member {@code options.strategy}; replace if it's absent. */
    static MergeStrategy strategy(MeshContext context) {
        return strategy(option(context, "strategy"), "options.strategy");
    }

    static MergeStrategy strategy(JsonValue value, String name) {
        return choice(value, name, MergeStrategy.REPLACE, MergeStrategy::ofWireName, "replace, merge or deepMerge");
    }

    /** Refuses a payload that says how a whole value is written, and has none. */
    static void checkNoWholeValue(MeshContext context) {
        if (member(context, "newValue") != null) {
            throw expected("newValue", "nothing beside payload.changes");
        }
        if (option(context, "strategy") != JsonValue.NULL) {
            throw expected("options.strategy", "nothing beside payload.changes");
        }
    }

    /** A whole number from 0; {@code absent} if there is none, and the largest {@code int} for anything above. */
    static int count(MeshContext context, String name, int absent) {
        return whole(optional(context, name), name)
                .map(number -> number.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue())
                .orElse(absent);
    }

    /** The member {@code options.expectedVersion}, the largest {@code long} for anything above; null if it's absent. */
    static Long expectedVersion(MeshContext context) {
        return version(option(context, "expectedVersion"), "options.expectedVersion");
    }

    /** A whole number from 0, the largest {@code long} for anything above; null if there is none. */
    static Long version(JsonValue value, String name) {
        return whole(value, name)
                .map(number -> number.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue())
                .orElse(null);
    }

    private static Optional<BigDecimal> whole(JsonValue value, String name) {
        if (value.equals(JsonValue.NULL)) {
            return Optional.empty();
        }
        if (value instanceof JsonNumber number) {
            // 1e3 and 5.0 are whole numbers too.
            BigDecimal decimal = number.bigDecimalValue().stripTrailingZeros();
            if (decimal.signum() >= 0 && decimal.scale() <= 0) {
                return Optional.of(decimal);
            }
        }
        throw expected(name, "a whole number from 0");
    }

    /**
     * A string member with one of several values.
     *
     * @param otherwise the value if the member is absent
     */
    static <T> T choice(
            MeshContext context, String name, T otherwise, Function<String, Optional<T>> parse, String allowed) {
        return choice(optional(context, name), name, otherwise, parse, allowed);
    }

    private static <T> T choice(
            JsonValue value, String name, T otherwise, Function<String, Optional<T>> parse, String allowed) {
        if (value.equals(JsonValue.NULL)) {
            return otherwise;
        }
        return (value instanceof JsonString text ? parse.apply(text.getString()) : Optional.<T>empty())
                .orElseThrow(() -> expected(name, allowed));
    }

    static JsonValue metadata(JsonValue value) {
        return Json.object().add("metadata", value).build();
    }

    /** The member; null if it's absent. */
    private static JsonValue member(MeshContext context, String name) {
        if (context.payload() instanceof JsonObject object) {
            return object.get(name);
        }
        throw new CommandException(ErrorCode.EPAYLOAD, "payload: expected an object");
    }

    static CommandException expected(String name, String what) {
        return new CommandException(ErrorCode.EPAYLOAD, "payload." + name + ": expected " + what);
    }
}
