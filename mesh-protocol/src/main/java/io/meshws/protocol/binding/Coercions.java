package io.meshws.protocol.binding;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Finds values that JSON-B coerced silently: {@code "yes"} to false, {@code "5"} to 5, {@code 1e400} to infinity. It
 * compares the JSON with the Java value that JSON-B made of it. It objects only if a place holds exactly the value that
 * coercing the JSON there would give, in a type and member that nothing customises. It accepts anything else that
 * JSON-B made. Thread-safe.
 */
final class Coercions {
    private final Members members;
    private final Scalars scalars;
    /** Null if the names in JSON are unknown; then the members of objects aren't checked. */
    private final Naming naming;

    Coercions(Members members, Scalars scalars, Naming naming) {
        this.members = members;
        this.scalars = scalars;
        this.naming = naming;
    }

    /**
     * Checks a value and everything in it.
     *
     * @param type the requested type
     * @throws BindingException for the first coercion
     */
    void check(JsonValue json, Object value, Type type, String place) throws BindingException {
        Object inner = unwrapped(value);
        if (inner == null || json == JsonValue.NULL) {
            return;
        }
        if (inner instanceof JsonValue) {
            checkJson(json, inner, Generics.raw(type), place);
        } else if (Scalar.is(inner.getClass())) {
            checkScalar(json, inner, place);
        } else if (json instanceof JsonArray array) {
            checkArray(array, inner, type, place);
        } else if (json instanceof JsonObject object && inner instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                checkMember(
                        object, String.valueOf(entry.getKey()), entry.getValue(), Generics.argument(type, 1), place);
            }
        } else if (json instanceof JsonObject object && naming != null) {
            Type owner = Generics.raw(type) == inner.getClass() ? type : inner.getClass();
            for (Member member : members.membersOf(inner.getClass())) {
                Type declared = Generics.resolve(member.type(), owner);
                checkMember(object, naming.translate(member.name()), member.valueIn(inner), declared, place);
            }
        }
    }

    private static Object unwrapped(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        return value;
    }

    private void checkMember(JsonObject object, String name, Object value, Type type, String place)
            throws BindingException {
        JsonValue json = object.get(name);
        if (json != null) {
            check(json, value, type, place + "." + name);
        }
    }

    /** JSON-B puts any JSON into a list of JSON-P arrays; the handler would fail when it reads them. */
    private static void checkJson(JsonValue json, Object value, Class<?> type, String place) throws BindingException {
        if (JsonValue.class.isAssignableFrom(type) && !type.isInstance(value)) {
            throw BindingException.at(place, "a " + type.getSimpleName(), Json.describe(json));
        }
    }

    private void checkScalar(JsonValue json, Object value, String place) throws BindingException {
        Class<?> c = value.getClass();
        boolean coerced = json instanceof JsonArray array
                // JSON-B reads an array's item instead of the array.
                ? array.stream()
                        .anyMatch(item -> same(Scalar.read(item, c), value) || same(Scalar.coerced(item, c), value))
                : same(Scalar.coerced(json, c), value);
        if (coerced && scalars.isPlain(c)) {
            throw BindingException.at(place, Scalar.expected(c), Json.describe(json));
        }
    }

    private static boolean same(Object one, Object other) {
        return one instanceof BigDecimal number && other instanceof BigDecimal decimal
                ? number.compareTo(decimal) == 0
                : other.equals(one);
    }

    private void checkArray(JsonArray array, Object value, Type type, String place) throws BindingException {
        if (value instanceof Collection<?> items && !(value instanceof List<?>)) {
            checkSet(array, items, place);
            return;
        }
        if (!(value instanceof List<?>) && !value.getClass().isArray()) {
            return;
        }
        List<?> items = value instanceof List<?> list ? list : asList(value);
        if (items.size() < array.size()) {
            checkSkipped(array, place);
            return;
        }
        Type declared = value.getClass().isArray() ? Generics.item(type) : Generics.argument(type, 0);
        Iterator<?> item = items.iterator();
        for (int i = 0; i < array.size(); i++) {
            check(array.get(i), item.next(), declared, place + "[" + i + "]");
        }
    }

    private static List<?> asList(Object array) {
        return array instanceof Object[] items
                ? Arrays.asList(items)
                : IntStream.range(0, Array.getLength(array))
                        .mapToObj(i -> Array.get(array, i))
                        .toList();
    }

    /** JSON-B skips a scalar in front of an object or array. */
    private static void checkSkipped(JsonArray array, String place) throws BindingException {
        for (int i = 1; i < array.size(); i++) {
            JsonValue skipped = array.get(i - 1);
            if (array.get(i) instanceof JsonStructure structure
                    && !(skipped instanceof JsonStructure)
                    && skipped != JsonValue.NULL) {
                throw BindingException.at(
                        place + "[" + (i - 1) + "]", Json.describe(structure), Json.describe(skipped));
            }
        }
    }

    /** A set has no order, so its items can't be compared one by one. */
    private void checkSet(JsonArray array, Collection<?> items, String place) throws BindingException {
        Object first = items.isEmpty() ? null : items.iterator().next();
        if (first == null || !Scalar.is(first.getClass()) || !scalars.isPlain(first.getClass())) {
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            Object coerced = Scalar.coerced(array.get(i), first.getClass());
            if (coerced != null && items.contains(coerced)) {
                throw BindingException.at(
                        place + "[" + i + "]", Scalar.expected(first.getClass()), Json.describe(array.get(i)));
            }
        }
    }
}
