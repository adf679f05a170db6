package io.meshws.protocol.binding;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Describes the JSON that a type expects, after JSON-B refused some. It makes no decisions, and knows only types and
 * members that no annotation customises. Thread-safe.
 */
final class Expectation {
    private final Members members;

    Expectation(Members members) {
        this.members = members;
    }

    /** The first place that doesn't fit; null if none is known. */
    BindingException explain(JsonValue json, Type type, String place) {
        Class<?> c = Generics.raw(type);
        if (json == JsonValue.NULL) {
            return c.isPrimitive() ? BindingException.at(place, Scalar.expected(c), "null") : null;
        }
        if (Scalar.is(c)) {
            return Scalar.fits(json, c) ? null : unexpected(place, Scalar.expected(c), json);
        }
        if (c.isEnum()) {
            return constant(json, c, place);
        }
        if (JsonValue.class.isAssignableFrom(c)) {
            return c.isInstance(json) ? null : unexpected(place, "a " + c.getSimpleName(), json);
        }
        if (c == Optional.class) {
            return explain(json, Generics.argument(type, 0), place);
        }
        if (c.isArray()) {
            // Text can become bytes.
            return c == byte[].class && json instanceof JsonString ? null : items(json, Generics.item(type), place);
        }
        if (Collection.class.isAssignableFrom(c)) {
            return items(json, Generics.argument(type, 0), place);
        }
        if (Map.class.isAssignableFrom(c)) {
            return values(json, Generics.argument(type, 1), place);
        }
        return Members.isPlain(c) ? object(json, type, place) : null;
    }

    private static BindingException unexpected(String place, String expected, JsonValue json) {
        return BindingException.at(place, expected, Json.describe(json));
    }

    private static BindingException constant(JsonValue json, Class<?> c, String place) {
        if (Members.isCustomised(c)) {
            return null;
        }
        String names = Arrays.stream(c.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.joining(", "));
        boolean known = json instanceof JsonString text
                && Arrays.asList(names.split(", ")).contains(text.getString());
        return known ? null : unexpected(place, "one of " + names, json);
    }

    private BindingException items(JsonValue json, Type item, String place) {
        if (!(json instanceof JsonArray array)) {
            return unexpected(place, "an array", json);
        }
        BindingException found = null;
        for (int i = 0; i < array.size() && found == null; i++) {
            found = explain(array.get(i), item, place + "[" + i + "]");
        }
        return found;
    }

    private BindingException values(JsonValue json, Type value, String place) {
        if (!(json instanceof JsonObject object)) {
            // A map whose keys aren't text is an array of entries.
            return json instanceof JsonArray ? null : unexpected(place, "an object", json);
        }
        BindingException found = null;
        for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
            found = found == null ? explain(entry.getValue(), value, place + "." + entry.getKey()) : found;
        }
        return found;
    }

    private BindingException object(JsonValue json, Type type, String place) {
        if (!(json instanceof JsonObject object)) {
            return unexpected(place, "an object", json);
        }
        BindingException found = null;
        for (Member member : members.membersOf(Generics.raw(type))) {
            JsonValue inner = object.get(member.name());
            if (inner != null && found == null) {
                found = explain(inner, Generics.resolve(member.type(), type), place + "." + member.name());
            }
        }
        return found;
    }
}
