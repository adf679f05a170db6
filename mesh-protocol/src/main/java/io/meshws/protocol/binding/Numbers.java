package io.meshws.protocol.binding;

import jakarta.json.JsonNumber;
import java.math.BigDecimal;

/** Reads the values of JSON numbers in bounded time, regardless of the exponent. */
final class Numbers {
    /** The maximum digits to write out for an integer with an exponent. */
    private static final int MAX_DIGITS = 2048;

    private Numbers() {}

    /** Whether the number is an integer from {@code min} to {@code max}, however it's written. */
    static boolean isWhole(JsonNumber number, long min, long max) {
        try {
            long whole = number.bigDecimalValue().longValueExact();
            return whole >= min && whole <= max;
        } catch (ArithmeticException e) {
            // It has decimals, or more than 64 bits.
            return false;
        }
    }

    /** Whether the number has no decimals, or only zeros. */
    static boolean isWhole(JsonNumber number) {
        return number.bigDecimalValue().stripTrailingZeros().scale() <= 0;
    }

    /** The number as text. A whole number is written as digits only, unless there would be too many. */
    static String text(JsonNumber number) {
        String text = number.toString();
        if (text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
            return text;
        }
        BigDecimal decimal = number.bigDecimalValue().stripTrailingZeros();
        return decimal.scale() <= 0 && (long) decimal.precision() - decimal.scale() <= MAX_DIGITS
                ? decimal.toBigIntegerExact().toString()
                : text;
    }

    /** How a message names the integers from {@code min} to {@code max}. */
    static String whole(long min, long max) {
        return "an integer from " + min + " to " + max;
    }
}
