package io.meshws.protocol.binding;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/** Strings, booleans, characters and numbers: the JSON that fits each, and JSON-B's results for other JSON. */
final class Scalar {
    private record Range(long min, long max) {}

    private static final Range BYTE = new Range(Byte.MIN_VALUE, Byte.MAX_VALUE);
    private static final Range SHORT = new Range(Short.MIN_VALUE, Short.MAX_VALUE);
    private static final Range INT = new Range(Integer.MIN_VALUE, Integer.MAX_VALUE);
    private static final Range LONG = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
    private static final Map<Class<?>, Range> RANGES = Map.of(
            byte.class, BYTE,
            Byte.class, BYTE,
            short.class, SHORT,
            Short.class, SHORT,
            int.class, INT,
            Integer.class, INT,
            long.class, LONG,
            Long.class, LONG);

    private Scalar() {}

    static boolean is(Class<?> c) {
        return c.isPrimitive()
                || c == String.class
                || c == CharSequence.class
                || c == Boolean.class
                || c == Character.class
                || Number.class.isAssignableFrom(c);
    }

    private static boolean isBoolean(Class<?> c) {
        return c == boolean.class || c == Boolean.class;
    }

    private static boolean isCharacter(Class<?> c) {
        return c == char.class || c == Character.class;
    }

    private static boolean isText(Class<?> c) {
        return CharSequence.class.isAssignableFrom(c);
    }

    /** The largest finite value; infinity if there is no largest. */
    private static double largest(Class<?> c) {
        if (c == float.class || c == Float.class) {
            return Float.MAX_VALUE;
        }
        return c == double.class || c == Double.class ? Double.MAX_VALUE : Double.POSITIVE_INFINITY;
    }

    /** How a message names the values that fit. */
    static String expected(Class<?> c) {
        Range range = RANGES.get(c);
        if (range != null) {
            return Numbers.whole(range.min(), range.max());
        }
        if (isBoolean(c)) {
            return "true or false";
        }
        if (isCharacter(c)) {
            return "a string of one character";
        }
        if (isText(c)) {
            return "a string";
        }
        if (c == BigInteger.class) {
            return "an integer";
        }
        double max = largest(c);
        return Double.isInfinite(max) ? "a number" : "a number from " + -max + " to " + max;
    }

    /** Whether a JSON value other than null fits without a change. */
    static boolean fits(JsonValue json, Class<?> c) {
        if (isBoolean(c)) {
            return json == JsonValue.TRUE || json == JsonValue.FALSE;
        }
        if (isCharacter(c)) {
            return json instanceof JsonString text && text.getString().length() == 1;
        }
        if (isText(c)) {
            return json instanceof JsonString;
        }
        if (!(json instanceof JsonNumber number)) {
            return false;
        }
        Range range = RANGES.get(c);
        if (range != null) {
            return Numbers.isWhole(number, range.min(), range.max());
        }
        return c == BigInteger.class ? Numbers.isWhole(number) : Math.abs(number.doubleValue()) <= largest(c);
    }

    /** Reads JSON that fits as JSON-B does; null if it doesn't fit. */
    static Object read(JsonValue json, Class<?> c) {
        if (!fits(json, c)) {
            return null;
        }
        if (json instanceof JsonNumber number) {
            return number(number.bigDecimalValue(), c);
        }
        String text = json instanceof JsonString string ? string.getString() : json.toString();
        return ofText(text, c);
    }

    /** Reads JSON that doesn't fit as JSON-B does; null if JSON-B refuses it, or if the JSON fits. */
    static Object coerced(JsonValue json, Class<?> c) {
        if (json == JsonValue.NULL || json instanceof JsonStructure || fits(json, c)) {
            return null;
        }
        String text = json instanceof JsonString string ? string.getString() : json.toString();
        return json instanceof JsonNumber number && Number.class.isAssignableFrom(c)
                ? number(number.bigDecimalValue(), c)
                : ofText(text, c);
    }

    private static Object ofText(String text, Class<?> c) {
        if (isBoolean(c)) {
            return Boolean.parseBoolean(text);
        }
        if (isCharacter(c)) {
            return text.isEmpty() ? null : text.charAt(0);
        }
        if (isText(c)) {
            return text;
        }
        try {
            return c == BigInteger.class ? new BigInteger(text) : number(new BigDecimal(text), c);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Number number(BigDecimal number, Class<?> c) {
        if (c == Integer.class) {
            return number.intValue();
        }
        if (c == Long.class) {
            return number.longValue();
        }
        if (c == Short.class) {
            return number.shortValue();
        }
        if (c == Byte.class) {
            return number.byteValue();
        }
        if (c == Double.class) {
            return number.doubleValue();
        }
        if (c == Float.class) {
            return number.floatValue();
        }
        // A BigInteger comes from digits only, and by now there are few enough of them.
        return c == BigInteger.class && number.scale() == 0 ? number.unscaledValue() : number;
    }
}
