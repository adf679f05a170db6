package io.meshws.protocol.binding;

import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.math.BigInteger;
import java.util.Optional;

/** Numbers that keep their value: JSON-B would cut off decimals, wrap around and make infinity of large ones. */
interface NumberShape extends Shape {
    /** The shape of a numeric type; empty where the type is none. */
    static Optional<Shape> of(Class<?> c) {
        boolean primitive = c.isPrimitive();
        if (c == int.class || c == Integer.class) {
            return Optional.of(new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE, primitive));
        }
        if (c == long.class || c == Long.class) {
            return Optional.of(new Whole(Long.MIN_VALUE, Long.MAX_VALUE, primitive));
        }
        if (c == short.class || c == Short.class) {
            return Optional.of(new Whole(Short.MIN_VALUE, Short.MAX_VALUE, primitive));
        }
        if (c == byte.class || c == Byte.class) {
            return Optional.of(new Whole(Byte.MIN_VALUE, Byte.MAX_VALUE, primitive));
        }
        if (c == double.class || c == Double.class) {
            return Optional.of(new Decimal(Double.MAX_VALUE, primitive));
        }
        if (c == float.class || c == Float.class) {
            return Optional.of(new Decimal(Float.MAX_VALUE, primitive));
        }
        if (c == BigInteger.class) {
            return Optional.of(new Integral());
        }
        return Number.class.isAssignableFrom(c)
                ? Optional.of(new Decimal(Double.POSITIVE_INFINITY, false))
                : Optional.empty();
    }

    /** An integer between two bounds. */
    record Whole(long min, long max, boolean primitive) implements NumberShape {
        @Override
        public void check(JsonValue value, String path) throws BindingException {
            if (value == JsonValue.NULL && !primitive) {
                return;
            }
            if (value instanceof JsonNumber number) {
                try {
                    long whole = number.bigDecimalValue().longValueExact();
                    if (whole >= min && whole <= max) {
                        return;
                    }
                } catch (ArithmeticException e) {
                    // Not an integer, or beyond 64 bits: refused below in the same words.
                }
            }
            throw Shape.unexpected(path, "an integer from " + min + " to " + max, value);
        }
    }

    /** A number of at most this size, above which the Java type would make infinity of it. */
    record Decimal(double max, boolean primitive) implements NumberShape {
        @Override
        public void check(JsonValue value, String path) throws BindingException {
            if (value == JsonValue.NULL && !primitive) {
                return;
            }
            if (!(value instanceof JsonNumber number)) {
                throw Shape.unexpected(path, "a number", value);
            }
            if (Math.abs(number.doubleValue()) > max) {
                throw Shape.unexpected(path, "a number from " + -max + " to " + max, value);
            }
        }
    }

    /** An integer of any size. */
    record Integral() implements NumberShape {
        @Override
        public void check(JsonValue value, String path) throws BindingException {
            boolean whole = value instanceof JsonNumber number
                    && number.bigDecimalValue().stripTrailingZeros().scale() <= 0;
            if (!whole && value != JsonValue.NULL) {
                throw Shape.unexpected(path, "an integer", value);
            }
        }
    }
}
