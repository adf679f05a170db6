package io.meshws.client.internal.topic;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads the members of the server's payloads. Each method throws {@link UnexpectedPayloadException}. */
public final class Payload {
    private Payload() {}

    public static JsonObject object(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw expected("an object", value);
    }

    public static String string(JsonObject object, String name) {
        if (object.get(name) instanceof JsonString string) {
            return string.getString();
        }
        throw expected("a string as " + name, object.get(name));
    }

    public static long whole(JsonObject object, String name) {
        if (object.get(name) instanceof JsonNumber number && number.isIntegral()) {
            return number.longValue();
        }
        throw expected("a whole number as " + name, object.get(name));
    }

    public static boolean flag(JsonObject object, String name) {
        JsonValue value = object.get(name);
        return JsonValue.TRUE.equals(value);
    }

    public static List<String> strings(JsonObject object, String name) {
        List<String> texts = new ArrayList<>();
        if (object.get(name) instanceof JsonArray array) {
            for (JsonValue value : array) {
                if (!(value instanceof JsonString string)) {
                    throw expected("strings in " + name, value);
                }
                texts.add(string.getString());
            }
            return texts;
        }
        throw expected("an array as " + name, object.get(name));
    }

    public static List<JsonObject> objects(JsonObject object, String name) {
        if (object.get(name) instanceof JsonArray array) {
            return array.stream().map(Payload::object).toList();
        }
        throw expected("an array as " + name, object.get(name));
    }

    /** The members of an object that may be absent. */
    public static JsonObject optionalObject(JsonObject object, String name) {
        JsonValue value = object.get(name);
        return value == null ? JsonValue.EMPTY_JSON_OBJECT : object(value);
    }

    private static UnexpectedPayloadException expected(String what, JsonValue found) {
        return new UnexpectedPayloadException(
                "Expected " + what + ", found " + (found == null ? "nothing" : Json.describe(found)));
    }
}
