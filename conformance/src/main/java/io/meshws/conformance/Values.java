package io.meshws.conformance;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of names in one exchange; fills and compares templates. {@code ${name}} stands for a value, {@code
 * {"$like": example, "$as": name}} for any value of that kind, {@code {"$set": […]}} for an array in any order, and {@code
 * "$optional"} holds members that may be missing.
 */
final class Values {
    private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");

    /** The sender of the frame that is compared: null counts as absent in frames of clients. */
    enum Sender {
        SERVER,
        CLIENT
    }

    private final Map<String, JsonValue> bound = new HashMap<>();

    void bind(String name, JsonValue value) {
        bound.put(name, value);
    }

    void bindAll(JsonObject constants) {
        constants.forEach((name, value) -> bind(name, filled(value)));
    }

    /** The template as it is sent: examples in the place of values that the sender chooses, without optional members. */
    JsonValue filled(JsonValue template) {
        if (template instanceof JsonString text) {
            return replaced(text.getString());
        }
        if (template instanceof JsonArray array) {
            JsonArrayBuilder filled = Json.array();
            array.forEach(each -> filled.add(filled(each)));
            return filled.build();
        }
        if (!(template instanceof JsonObject object)) {
            return template;
        }
        if (object.containsKey("$like")) {
            String name = object.getString("$as", null);
            if (name == null) {
                return filled(object.get("$like"));
            }
            return bound.computeIfAbsent(name, unused -> filled(object.get("$like")));
        }
        if (object.containsKey("$set")) {
            return filled(object.get("$set"));
        }
        JsonObjectBuilder filled = Json.object();
        object.forEach((member, value) -> {
            if (!member.equals("$optional")) {
                filled.add(text(member), filled(value));
            }
        });
        return filled.build();
    }

    /** The text with values in the place of names. */
    String text(String template) {
        return text(replaced(template));
    }

    private JsonValue replaced(String text) {
        Matcher names = NAME.matcher(text);
        if (names.matches()) {
            return value(names.group(1));
        }
        return Json.string(names.reset().replaceAll(name -> Matcher.quoteReplacement(text(value(name.group(1))))));
    }

    private JsonValue value(String name) {
        JsonValue value = bound.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Nothing is named " + name + " at this point");
        }
        return value;
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString text ? text.getString() : value.toString();
    }

    /** Why the value does not match; empty if it does, and then the names of the template are bound. */
    Optional<String> mismatch(JsonValue template, JsonValue actual, Sender sender) {
        Map<String, JsonValue> before = new HashMap<>(bound);
        Optional<String> mismatch = compare("", template, actual, sender);
        if (mismatch.isPresent()) {
            bound.clear();
            bound.putAll(before);
        }
        return mismatch;
    }

    private Optional<String> compare(String place, JsonValue template, JsonValue actual, Sender sender) {
        if (template instanceof JsonObject object) {
            if (object.containsKey("$like")) {
                return like(place, object, actual);
            }
            if (object.containsKey("$set")) {
                return set(place, object.getJsonArray("$set"), actual, sender);
            }
            return actual instanceof JsonObject found
                    ? members(place, object, found, sender)
                    : differs(place, filled(template), actual);
        }
        if (template instanceof JsonArray array) {
            return elements(place, array, actual, sender);
        }
        JsonValue expected = filled(template);
        return same(expected, actual) ? Optional.empty() : differs(place, expected, actual);
    }

    private static boolean same(JsonValue expected, JsonValue actual) {
        return expected instanceof JsonNumber one && actual instanceof JsonNumber other
                ? one.bigDecimalValue().compareTo(other.bigDecimalValue()) == 0
                : expected.equals(actual);
    }

    private Optional<String> like(String place, JsonObject template, JsonValue actual) {
        String name = template.getString("$as", null);
        if (name != null && bound.containsKey(name)) {
            return same(bound.get(name), actual) ? Optional.empty() : differs(place, bound.get(name), actual);
        }
        if (kind(template.get("$like")) != kind(actual)) {
            return Optional.of(place + " is " + actual + ", and should be like " + template.get("$like"));
        }
        if (name != null) {
            bind(name, actual);
        }
        return Optional.empty();
    }

    private static JsonValue.ValueType kind(JsonValue value) {
        return value.getValueType() == JsonValue.ValueType.FALSE ? JsonValue.ValueType.TRUE : value.getValueType();
    }

    private Optional<String> set(String place, JsonArray template, JsonValue actual, Sender sender) {
        if (!(actual instanceof JsonArray array) || array.size() != template.size()) {
            return differs(place, filled(template), actual);
        }
        List<JsonValue> left = new ArrayList<>(array);
        for (JsonValue each : template) {
            Optional<JsonValue> found = left.stream()
                    .filter(value -> mismatch(each, value, sender).isEmpty())
                    .findFirst();
            if (found.isEmpty()) {
                return Optional.of(place + " is " + actual + ", without " + filled(each));
            }
            left.remove(found.get());
        }
        return Optional.empty();
    }

    private Optional<String> elements(String place, JsonArray template, JsonValue actual, Sender sender) {
        if (!(actual instanceof JsonArray array) || array.size() != template.size()) {
            return differs(place, filled(template), actual);
        }
        for (int i = 0; i < array.size(); i++) {
            Optional<String> mismatch = compare(place + "/" + i, template.get(i), array.get(i), sender);
            if (mismatch.isPresent()) {
                return mismatch;
            }
        }
        return Optional.empty();
    }

    private Optional<String> members(String place, JsonObject template, JsonObject actual, Sender sender) {
        Map<String, JsonValue> left = new HashMap<>(actual);
        if (sender == Sender.CLIENT) {
            left.values().removeIf(JsonValue.NULL::equals);
        }
        JsonObject optional =
                template.getOrDefault("$optional", JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
        for (JsonObject part : List.of(template, optional)) {
            for (Map.Entry<String, JsonValue> member : part.entrySet()) {
                String name = text(member.getKey());
                JsonValue found = left.remove(name);
                if (name.equals("$optional") || found == null && part == optional) {
                    continue;
                }
                if (found == null && sender == Sender.CLIENT && member.getValue() == JsonValue.NULL) {
                    continue;
                }
                if (found == null) {
                    return Optional.of(place + "/" + name + " is missing in " + actual);
                }
                Optional<String> mismatch = compare(place + "/" + name, member.getValue(), found, sender);
                if (mismatch.isPresent()) {
                    return mismatch;
                }
            }
        }
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(place + "/" + left.keySet().iterator().next() + " is not expected in " + actual);
    }

    private static Optional<String> differs(String place, JsonValue expected, JsonValue actual) {
        return Optional.of(place + " is " + actual + ", and should be " + expected);
    }
}
