package io.meshws.protocol;

/**
 * The form in which {@link java.math.BigDecimal#toString} writes a number again, found from its text without making the
 * number. Text that isn't a number has a form too; the parser refuses it.
 *
 * @param digits the number of digits from the first that isn't 0; 1 for zero
 * @param scale how many of them are behind the decimal point, ignoring the exponent
 * @param exponentDigits the number of digits that the exponent has in the text, from the first that isn't 0
 */
record NumberForm(boolean negative, int digits, int scale, int exponentDigits) {
    /** The highest exponent, and with a minus the lowest, in the text and when it's written again. */
    static final int MAX_EXPONENT = 999;

    private static final int MAX_EXPONENT_DIGITS = 3;
    /** BigDecimal writes smaller numbers with an exponent. */
    private static final int MIN_PLAIN_EXPONENT = -6;

    static boolean mayContain(char c) {
        return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }

    static NumberForm of(String text, int start, int end) {
        int digits = 0;
        int fraction = 0;
        boolean inFraction = false;
        int i = start;
        for (; i < end && text.charAt(i) != 'e' && text.charAt(i) != 'E'; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                inFraction = true;
            } else if (c >= '0' && c <= '9') {
                digits += digits > 0 || c != '0' ? 1 : 0;
                fraction += inFraction ? 1 : 0;
            }
        }
        int exponent = 0;
        int exponentDigits = 0;
        boolean below = false;
        for (i++; i < end; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                exponentDigits += exponentDigits > 0 || c != '0' ? 1 : 0;
                exponent = Math.min(10 * exponent + c - '0', MAX_EXPONENT + 1);
            } else {
                below |= c == '-';
            }
        }
        return new NumberForm(
                text.charAt(start) == '-',
                Math.max(1, digits),
                fraction - (below ? -exponent : exponent),
                exponentDigits);
    }

    /** Whether the number can be read, written, and read again. */
    boolean fits(int maxLength) {
        return exponentDigits <= MAX_EXPONENT_DIGITS
                && Math.abs(exponent()) <= MAX_EXPONENT
                && writtenLength() <= maxLength;
    }

    private int exponent() {
        return digits - 1 - scale;
    }

    private int writtenLength() {
        int sign = negative ? 1 : 0;
        if (scale == 0) {
            return sign + digits;
        }
        if (scale > 0 && exponent() >= MIN_PLAIN_EXPONENT) {
            return sign + (scale >= digits ? "0.".length() + scale : digits + ".".length());
        }
        int point = digits > 1 ? ".".length() : 0;
        return sign
                + digits
                + point
                + "E+".length()
                + Integer.toString(Math.abs(exponent())).length();
    }
}
