package io.meshws.internal.builtin;

import io.meshws.CommandException;
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
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** What mesh's own commands read of a call, where null counts as absent, and how they write results. */
final class Payloads {
    static final JsonValue SUCCESS = Json.object().add("success", true).build();

    private Payloads() {}

    /** The client that calls. */
    static Connection connection(MeshContext context) {
        return (Connection) context.connection();
    }

    /** A string member that must be there. */
    static String string(MeshContext context, String name) {
        if (member(context, name) instanceof JsonString text) {
            return text.getString();
        }
        throw expected(name, "a string");
    }

    /** A member of any type that must be there. */
    static JsonValue value(MeshContext context, String name) {
        JsonValue value = member(context, name);
        if (value == null) {
            throw expected(name, "a value");
        }
        return value;
    }

    /** A member of any type; JSON null where it is not there. */
    static JsonValue optional(MeshContext context, String name) {
        JsonValue value = member(context, name);
        return value == null ? JsonValue.NULL : value;
    }

    /** Whether a member is true; anything else counts as false. */
    static boolean flag(MeshContext context, String name) {
        return JsonValue.TRUE.equals(optional(context, name));
    }

    /** A member of {@code options}; JSON null where it is not there. */
    private static JsonValue option(MeshContext context, String name) {
        return member(context, "options") instanceof JsonObject options
                ? options.getOrDefault(name, JsonValue.NULL)
                : JsonValue.NULL;
    }

    /** The member {@code options.strategy}; replace where there is none. */
    static MergeStrategy strategy(MeshContext context) {
        return choice(
                option(context, "strategy"),
                "options.strategy",
                MergeStrategy.REPLACE,
                MergeStrategy::ofWireName,
                "replace, merge or deepMerge");
    }

    /** A whole number from 0, or what stands for it where there is none; the largest {@code int} for more. */
    static int count(MeshContext context, String name, int absent) {
        return whole(optional(context, name), name)
                .map(number -> number.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue())
                .orElse(absent);
    }

    /** The member {@code options.expectedVersion}, the largest {@code long} for more; null where there is none. */
    static Long expectedVersion(MeshContext context) {
        return whole(option(context, "expectedVersion"), "options.expectedVersion")
                .map(number -> number.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue())
                .orElse(null);
    }

    private static Optional<BigDecimal> whole(JsonValue value, String name) {
        if (value.equals(JsonValue.NULL)) {
            return Optional.empty();
        }
        if (value instanceof JsonNumber number) {
            // 1e3 and 5.0 are whole too.
            BigDecimal decimal = number.bigDecimalValue().stripTrailingZeros();
            if (decimal.signum() >= 0 && decimal.scale() <= 0) {
                return Optional.of(decimal);
            }
        }
        throw expected(name, "a whole number from 0");
    }

    /**
     * A string member that is one of several.
     *
     * @param otherwise where there is none
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

    static JsonValue strings(Collection<String> values) {
        var array = Json.array();
        values.forEach(array::add);
        return array.build();
    }

    /** The member, or null. */
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
