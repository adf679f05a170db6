package io.meshws.protocol.patch;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Equality as RFC 6902 section 4.6 defines it: members in any order, elements in order, strings by their characters,
 * numbers by their numeric value. JSON-P's own {@code equals} distinguishes 1 from 1.0, which a JavaScript client can't
 * do.
 */
final class JsonEquality {
    private static final int DIGITS_A_STEP = 8;

    private JsonEquality() {}

    static boolean equal(JsonValue a, JsonValue b, Steps steps) {
        steps.visit(a);
        if (a == b) {
            return true;
        }
        if (a.getValueType() != b.getValueType()) {
            return false;
        }
        return switch (a.getValueType()) {
            case OBJECT -> equal(a.asJsonObject(), b.asJsonObject(), steps);
            case ARRAY -> equal(a.asJsonArray(), b.asJsonArray(), steps);
            case STRING -> ((JsonString) a).getString().equals(((JsonString) b).getString());
            case NUMBER -> equal((JsonNumber) a, (JsonNumber) b);
            case TRUE, FALSE, NULL -> true;
        };
    }

    private static boolean equal(JsonObject a, JsonObject b, Steps steps) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<String, JsonValue> member : a.entrySet()) {
            JsonValue other = b.get(member.getKey());
            if (other == null || !equal(member.getValue(), other, steps)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(JsonArray a, JsonArray b, Steps steps) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i), steps)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(JsonNumber a, JsonNumber b) {
        Number x = a.numberValue();
        Number y = b.numberValue();
        if (isLong(x) && isLong(y)) {
            return x.longValue() == y.longValue();
        }
        return a.bigDecimalValue().compareTo(b.bigDecimalValue()) == 0;
    }

    private static boolean isLong(Number number) {
        return number instanceof Integer || number instanceof Long;
    }

    /**
     * Turning a long decimal into a double is slow, and equal decimals have nothing in common that is faster to
     * compute.
     */
    private static int hash(JsonNumber number, Steps steps) {
        Number value = number.numberValue();
        if (isLong(value)) {
            return Double.hashCode(value.doubleValue());
        }
        BigDecimal decimal = number.bigDecimalValue();
        steps.take(decimal.precision() / DIGITS_A_STEP);
        return Double.hashCode(decimal.doubleValue());
    }

    /** A hash that is consistent with {@link #equal}. */
    static int hash(JsonValue value, Steps steps) {
        steps.visit(value);
        switch (value.getValueType()) {
            case OBJECT -> {
                int hash = 1;
                for (Map.Entry<String, JsonValue> member : value.asJsonObject().entrySet()) {
                    hash += 31 * member.getKey().hashCode() ^ 0x9E3779B9 * hash(member.getValue(), steps);
                }
                return hash;
            }
            case ARRAY -> {
                int hash = 2;
                for (JsonValue element : value.asJsonArray()) {
                    hash = 31 * hash + hash(element, steps);
                }
                return hash;
            }
            case STRING -> {
                return ((JsonString) value).getString().hashCode();
            }
            case NUMBER -> {
                return hash((JsonNumber) value, steps);
            }
            default -> {
                return value.getValueType().hashCode();
            }
        }
    }
}
