package io.meshws.protocol.change;

import io.meshws.protocol.Change.Operation;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import io.meshws.protocol.patch.JsonEquality;
import io.meshws.protocol.patch.JsonPath;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One change. It copies the containers on the way to its path, and leaves everything else the JSON value that it was.
 *
 * @param value what the operation sets, adds, compares or merges; null for {@code REMOVE}
 * @param member where in the elements to look; for {@code PULL} only
 * @param keep how many elements are left; 0 for all
 */
record Edit(Operation operation, JsonPath path, JsonValue value, JsonPath member, int keep) {

    JsonValue on(JsonValue document) throws ChangeFailedException {
        List<String> tokens = path.tokens();
        List<JsonValue> above = new ArrayList<>(tokens.size());
        JsonValue node = document;
        for (String token : tokens) {
            above.add(node);
            node = node == null ? null : child(node, token, above.size() - 1);
        }
        JsonValue next = instead(node);
        if (next == node) {
            return document;
        }
        for (int i = tokens.size() - 1; i >= 0; i--) {
            next = with(above.get(i), tokens.get(i), next);
        }
        return next;
    }

    /** Null if it isn't there. */
    private JsonValue child(JsonValue node, String token, int depth) throws ChangeFailedException {
        if (node instanceof JsonObject object) {
            return object.get(token);
        }
        if (node instanceof JsonArray array) {
            int index = JsonPath.index(token);
            if (index < 0 && !token.equals("-")) {
                throw wrongType(path.upTo(depth), node, "an object, or an index behind it");
            }
            return index >= 0 && index < array.size() ? array.get(index) : null;
        }
        throw wrongType(path.upTo(depth), node, "an object or an array");
    }

    /** What replaces what is at the path. */
    private JsonValue instead(JsonValue node) throws ChangeFailedException {
        return switch (operation) {
            case SET -> value;
            case REMOVE -> null;
            case INCREMENT -> node == null ? value : sum(node);
            case PUSH -> pushed(node == null ? JsonValue.EMPTY_JSON_ARRAY : node);
            case PULL -> node == null ? null : pulled(node);
            case PATCH -> node == null ? value : patched(node);
        };
    }

    private JsonValue sum(JsonValue node) throws ChangeFailedException {
        if (!(node instanceof JsonNumber number)) {
            throw wrongType(path.text(), node, "a number");
        }
        BigDecimal sum = number.bigDecimalValue().add(((JsonNumber) value).bigDecimalValue());
        BigDecimal shortest = sum.stripTrailingZeros();
        boolean isLong = shortest.scale() <= 0 && shortest.precision() - shortest.scale() < 20;
        return isLong && shortest.toBigInteger().bitLength() < Long.SIZE
                ? Json.provider().createValue(shortest.longValue())
                : Json.provider().createValue(sum);
    }

    private JsonValue pushed(JsonValue node) throws ChangeFailedException {
        if (!(node instanceof JsonArray array)) {
            throw wrongType(path.text(), node, "an array");
        }
        int kept = keep == 0 ? array.size() : Math.min(array.size(), keep - 1);
        JsonArrayBuilder result = Json.array();
        array.subList(array.size() - kept, array.size()).forEach(result::add);
        return result.add(value).build();
    }

    private JsonValue pulled(JsonValue node) throws ChangeFailedException {
        if (!(node instanceof JsonArray array)) {
            throw wrongType(path.text(), node, "an array");
        }
        JsonArrayBuilder result = Json.array();
        boolean found = false;
        for (JsonValue element : array) {
            JsonValue candidate = inside(element);
            if (candidate != null && JsonEquality.equal(candidate, value)) {
                found = true;
            } else {
                result.add(element);
            }
        }
        return found ? result.build() : node;
    }

    /** Null if the element doesn't have the member. */
    private JsonValue inside(JsonValue element) {
        JsonValue node = element;
        for (String token : member.tokens()) {
            if (node instanceof JsonObject object) {
                node = object.get(token);
            } else if (node instanceof JsonArray array) {
                int index = JsonPath.index(token);
                node = index >= 0 && index < array.size() ? array.get(index) : null;
            } else {
                return null;
            }
        }
        return node;
    }

    private JsonValue patched(JsonValue node) throws ChangeFailedException {
        if (!(node instanceof JsonObject object)) {
            throw wrongType(path.text(), node, "an object");
        }
        JsonObjectBuilder result = Json.object();
        object.forEach(result::add);
        value.asJsonObject().forEach(result::add);
        return result.build();
    }

    /**
     * A container with another child.
     *
     * @param container null for a new object
     * @param child null removes it
     */
    private JsonValue with(JsonValue container, String token, JsonValue child) throws ChangeFailedException {
        if (container instanceof JsonArray array) {
            return with(array, token, child);
        }
        JsonObjectBuilder result = Json.object();
        if (container != null) {
            container.asJsonObject().forEach(result::add);
        }
        return (child == null ? result.remove(token) : result.add(token, child)).build();
    }

    private JsonValue with(JsonArray array, String token, JsonValue child) throws ChangeFailedException {
        int index = token.equals("-") ? array.size() : JsonPath.index(token);
        if (index > array.size()) {
            throw new ChangeFailedException(
                    ErrorCode.ENOTFOUND,
                    ": " + operation.wireName() + " of " + Json.quote(path.text()) + ": the array has no element "
                            + index);
        }
        List<JsonValue> elements = new ArrayList<>(array);
        if (child == null) {
            elements.remove(index);
        } else if (index == array.size()) {
            elements.add(child);
        } else {
            elements.set(index, child);
        }
        return Json.array(elements);
    }

    private ChangeFailedException wrongType(String where, JsonValue found, String expected) {
        return new ChangeFailedException(
                ErrorCode.ETYPE,
                ": " + this + ": " + (where.equals(path.text()) ? "there" : "at " + Json.quote(where)) + " is "
                        + Json.describe(found) + ", not " + expected);
    }

    @Override
    public String toString() {
        return operation.wireName() + " of " + Json.quote(path.text());
    }
}
