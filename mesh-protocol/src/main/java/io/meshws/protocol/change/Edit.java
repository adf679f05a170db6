package io.meshws.protocol.change;

import io.meshws.protocol.Change;
import io.meshws.protocol.Change.Operation;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import io.meshws.protocol.patch.JsonPath;
import io.meshws.protocol.patch.Steps;
import io.meshws.protocol.patch.Thawed;
import io.meshws.protocol.patch.Thawed.Elements;
import io.meshws.protocol.patch.Thawed.Members;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One change. It thaws the containers on the way to its path, and leaves everything else the JSON value that it was.
 *
 * @param value the value that the operation sets, adds, compares or merges; null for {@code REMOVE}
 * @param member where in the elements to look; for {@code PULL} only
 * @param keep how many elements are left; 0 for all
 */
record Edit(Operation operation, JsonPath path, JsonValue value, JsonPath member, int keep) {

    /**
     * Changes a document, in place as far as it's thawed.
     *
     * @param document a JSON value, or {@link Thawed}; null if there is none
     * @param steps the bound on the cost of comparing
     * @return the document after the change
     */
    Object applyTo(Object document, Steps steps) throws ChangeFailedException {
        List<String> tokens = path.tokens();
        List<Object> above = new ArrayList<>(tokens.size());
        Object node = document;
        for (String token : tokens) {
            above.add(node);
            node = node == null ? null : child(node, token, above.size() - 1);
        }
        Object next = instead(node, steps);
        if (next == node) {
            return document;
        }
        for (int i = tokens.size() - 1; i >= 0; i--) {
            next = with(above.get(i), tokens.get(i), next);
        }
        return next;
    }

    /** Null if it's no object. */
    private static Map<String, ?> members(Object node) {
        if (node instanceof Members members) {
            return members.map();
        }
        return node instanceof JsonObject object ? object : null;
    }

    /** Null if it's no array. */
    private static List<?> elements(Object node) {
        if (node instanceof Elements elements) {
            return elements.list();
        }
        return node instanceof JsonArray array ? array : null;
    }

    /** Null if it isn't there. */
    private Object child(Object node, String token, int depth) throws ChangeFailedException {
        Map<String, ?> members = members(node);
        if (members != null) {
            return members.get(token);
        }
        List<?> elements = elements(node);
        if (elements == null) {
            throw wrongType(path.upTo(depth), node, "an object or an array");
        }
        int index = JsonPath.index(token);
        if (index < 0 && !token.equals("-")) {
            throw wrongType(path.upTo(depth), node, "an object, or an index behind it");
        }
        return index >= 0 && index < elements.size() ? elements.get(index) : null;
    }

    /** The node that replaces the one at the path; the same one if nothing replaces it, or if it was changed in place. */
    private Object instead(Object node, Steps steps) throws ChangeFailedException {
        return switch (operation) {
            case SET -> value;
            case REMOVE -> null;
            case INCREMENT -> node == null ? value : sum(node);
            case PUSH -> pushed(node == null ? JsonValue.EMPTY_JSON_ARRAY : node);
            case PULL -> node == null ? null : pulled(node, steps);
            case PATCH -> node == null ? value : patched(node);
        };
    }

    private JsonValue sum(Object node) throws ChangeFailedException {
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

    private Object pushed(Object node) throws ChangeFailedException {
        if (!(Thawed.of(node) instanceof Elements array)) {
            throw wrongType(path.text(), node, "an array");
        }
        array.list().add(value);
        if (keep > 0 && array.list().size() > keep) {
            array.list().subList(0, array.list().size() - keep).clear();
        }
        return array;
    }

    private Object pulled(Object node, Steps steps) throws ChangeFailedException {
        List<?> elements = elements(node);
        if (elements == null) {
            throw wrongType(path.text(), node, "an array");
        }
        List<Object> others = new ArrayList<>();
        for (Object element : elements) {
            steps.take(1);
            Object candidate = inside(element);
            if (candidate == null || !Thawed.equal(candidate, value, steps)) {
                others.add(element);
            }
        }
        return others.size() == elements.size() ? node : new Elements(others);
    }

    /** Null if the element doesn't have the member. */
    private Object inside(Object element) {
        Object node = element;
        for (String token : member.tokens()) {
            Map<String, ?> members = members(node);
            List<?> elements = elements(node);
            if (members != null) {
                node = members.get(token);
            } else if (elements != null) {
                int index = JsonPath.index(token);
                node = index >= 0 && index < elements.size() ? elements.get(index) : null;
            } else {
                return null;
            }
        }
        return node;
    }

    private Object patched(Object node) throws ChangeFailedException {
        if (!(Thawed.of(node) instanceof Members object)) {
            throw wrongType(path.text(), node, "an object");
        }
        object.map().putAll(value.asJsonObject());
        return object;
    }

    /**
     * A container with another child.
     *
     * @param container null for a new object
     * @param child null removes it
     */
    private Object with(Object container, String token, Object child) throws ChangeFailedException {
        Thawed thawed = Thawed.of(container == null ? JsonValue.EMPTY_JSON_OBJECT : container);
        if (thawed instanceof Elements array) {
            put(array.list(), token, child);
        } else if (thawed instanceof Members object) {
            if (child == null) {
                object.map().remove(token);
            } else {
                object.map().put(token, child);
            }
        }
        return thawed;
    }

    private void put(List<Object> elements, String token, Object child) throws ChangeFailedException {
        int index = token.equals("-") ? elements.size() : JsonPath.index(token);
        if (index > elements.size()) {
            throw new ChangeFailedException(ErrorCode.ENOTFOUND, ": " + this + ": the array has no element " + index);
        }
        if (child == null) {
            elements.remove(index);
        } else if (index == elements.size()) {
            elements.add(child);
        } else {
            elements.set(index, child);
        }
    }

    private ChangeFailedException wrongType(String where, Object found, String expected) {
        return new ChangeFailedException(
                ErrorCode.ETYPE,
                ": " + this + ": " + (where.equals(path.text()) ? "there" : "at " + Json.quote(where)) + " is "
                        + described(found) + ", not " + expected);
    }

    private static String described(Object node) {
        if (node instanceof Thawed thawed) {
            return thawed instanceof Elements ? "an array" : "an object";
        }
        return Json.describe((JsonValue) node);
    }

    /** The change as its sender made it. */
    Change change() {
        String at = path.text();
        return switch (operation) {
            case SET -> Change.set(at, value);
            case REMOVE -> Change.remove(at);
            case INCREMENT -> Change.increment(at, ((JsonNumber) value).bigDecimalValue());
            case PUSH ->
                keep == 0 ? Change.push(at, value) : Change.push(at, value).keep(keep);
            case PULL -> member.isRoot() ? Change.pull(at, value) : Change.pullWhere(at, member.text(), value);
            case PATCH -> Change.patch(at, value);
        };
    }

    @Override
    public String toString() {
        return operation.wireName() + " of " + Json.quote(path.text());
    }
}
