package io.meshws.builtin;

import io.meshws.CommandException;
import io.meshws.MeshContext;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collection;

/** Reads the payloads of mesh's own commands and writes their results. */
final class Payloads {
    static final JsonValue SUCCESS = Json.object().add("success", true).build();

    private Payloads() {}

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

    /** The member {@code options.strategy}; replace where there is none. */
    static MergeStrategy strategy(MeshContext context) {
        JsonValue options = member(context, "options");
        JsonValue strategy = options instanceof JsonObject object ? object.get("strategy") : null;
        if (strategy == null) {
            return MergeStrategy.REPLACE;
        }
        if (strategy instanceof JsonString text) {
            return MergeStrategy.ofWireName(text.getString())
                    .orElseThrow(() -> expected("options.strategy", "replace, merge or deepMerge"));
        }
        throw expected("options.strategy", "replace, merge or deepMerge");
    }

    static JsonValue metadata(JsonValue value) {
        return Json.object().add("metadata", value).build();
    }

    static JsonValue strings(Collection<String> values) {
        var array = Json.array();
        values.forEach(array::add);
        return array.build();
    }

    private static JsonValue member(MeshContext context, String name) {
        if (context.payload() instanceof JsonObject object) {
            return object.get(name);
        }
        throw new CommandException(ErrorCode.EPAYLOAD, "payload: expected an object");
    }

    private static CommandException expected(String name, String what) {
        return new CommandException(ErrorCode.EPAYLOAD, "payload." + name + ": expected " + what);
    }
}
