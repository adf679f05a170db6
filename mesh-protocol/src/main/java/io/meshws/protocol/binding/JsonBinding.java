package io.meshws.protocol.binding;

import io.meshws.protocol.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns JSON values into Java values and back, through JSON-B.
 *
 * <p>JSON-B providers coerce silently: 1.5 becomes 1, 99999999999 becomes 1215752191. Values are therefore checked
 * against the shape of the type first, and a value that does not fit is refused with its place. Thread-safe.
 */
public final class JsonBinding {
    private static final Pattern PROPERTY = Pattern.compile("property '([^']*)'");

    private final Jsonb jsonb;
    private final ConcurrentHashMap<Type, Shape> shapes = new ConcurrentHashMap<>();

    public JsonBinding(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    /**
     * The JSON text of a value; {@code null} becomes {@code null}.
     *
     * @throws JsonbException if JSON cannot express the value, or it is a future or stage, or holds one
     */
    public String toText(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String text) {
            return Json.quote(text);
        }
        if (value instanceof JsonValue json) {
            return Json.text(json);
        }
        if (value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            return value.toString();
        }
        Unfinished.inValue(value).ifPresent(type -> {
            throw new JsonbException("A " + type.getName()
                    + " is not a value yet; wait for it, or return a CompletionStage of the whole");
        });
        try {
            return jsonb.toJson(value);
        } catch (StackOverflowError e) {
            // Without the cause: a thousand times the same line tells nobody more.
            throw new JsonbException("The value refers to itself");
        }
    }

    /** The value as JSON-P, by way of its text where it is not JSON-P already. */
    public JsonValue toJson(Object value) {
        return value instanceof JsonValue json ? json : Json.readTrusted(toText(value));
    }

    /** The value as the given type; JSON null becomes {@code null}, where the type has one. */
    public Object bind(JsonValue value, Type type) throws BindingException {
        if (type == Void.class || type == void.class) {
            return null;
        }
        Object simple = simple(value, type);
        if (simple != null) {
            return simple;
        }
        shapes.computeIfAbsent(type, Shape::of).check(value, "payload");
        if (value == JsonValue.NULL && !(type instanceof Class<?> c && c.isPrimitive())) {
            return null;
        }
        try {
            return jsonb.fromJson(value.toString(), type);
        } catch (JsonbException e) {
            throw new BindingException(place(e) + ": the value does not have the expected form");
        }
    }

    /** What needs no JSON-B, and is most of the traffic; null where the value is not of these. */
    private static Object simple(JsonValue value, Type type) {
        if (type instanceof Class<?> c && JsonValue.class.isAssignableFrom(c)) {
            return c.isInstance(value) ? value : null;
        }
        if (value instanceof JsonString string
                && (type == String.class || type == CharSequence.class || type == Object.class)) {
            return string.getString();
        }
        if (value instanceof JsonNumber number && (type == double.class || type == Double.class)) {
            double decimal = number.doubleValue();
            return Double.isFinite(decimal) ? decimal : null;
        }
        return null;
    }

    private static String place(JsonbException e) {
        StringBuilder path = new StringBuilder("payload");
        Matcher property = PROPERTY.matcher(String.valueOf(e.getMessage()));
        while (property.find()) {
            path.append('.').append(property.group(1));
        }
        return path.toString();
    }
}
