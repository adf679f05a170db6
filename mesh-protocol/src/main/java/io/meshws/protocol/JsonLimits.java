package io.meshws.protocol;

/**
 * Bounds that are checked before a parser sees the text, because parsers in servers still in use overflow the stack on
 * deep nesting and take minutes over long numbers and large exponents.
 *
 * @param maxDepth how many objects and arrays may stand inside each other
 * @param maxNumberLength how many characters a number may have; its exponent may have three digits
 */
public record JsonLimits(int maxDepth, int maxNumberLength) {
    private static final int MAX_EXPONENT_DIGITS = 3;

    public static final JsonLimits DEFAULT = new JsonLimits(64, 512);

    public JsonLimits {
        if (maxDepth < 1 || maxNumberLength < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /**
     * One pass over the text. It does not say that the text is JSON, but that nothing follows the first value, which
     * parsers do not look for.
     */
    void check(String text) throws MalformedJsonException {
        int depth = 0;
        int i = 0;
        int length = text.length();
        while (i < length) {
            char c = text.charAt(i);
            if (c == '"') {
                i = afterString(text, i + 1);
            } else if (c == '-' || (c >= '0' && c <= '9')) {
                i = afterNumber(text, i);
            } else if (c == '{' || c == '[') {
                if (++depth > maxDepth) {
                    throw new MalformedJsonException(ErrorCode.ETOODEEP, "Nested deeper than " + maxDepth + " levels");
                }
                i++;
            } else if (c == '}' || c == ']') {
                depth--;
                i++;
            } else if (depth == 0 && !isSpace(c)) {
                i += c == 'f' ? "false".length() : "true".length();
            } else {
                i++;
                continue;
            }
            if (depth <= 0) {
                checkNothingFollows(text, i);
                return;
            }
        }
    }

    private static void checkNothingFollows(String text, int start) throws MalformedJsonException {
        for (int i = start; i < text.length(); i++) {
            if (!isSpace(text.charAt(i))) {
                throw new MalformedJsonException(ErrorCode.EBADFRAME, "Not valid JSON");
            }
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static int afterString(String text, int start) {
        int length = text.length();
        int i = start;
        while (i < length) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            i += c == '\\' ? 2 : 1;
        }
        return length;
    }

    private int afterNumber(String text, int start) throws MalformedJsonException {
        int length = text.length();
        int exponentDigits = -1;
        int i = start;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c == 'e' || c == 'E') {
                exponentDigits = 0;
            } else if (c >= '0' && c <= '9') {
                if (exponentDigits >= 0) {
                    exponentDigits++;
                }
            } else if (c != '.' && c != '-' && c != '+') {
                break;
            }
        }
        if (i - start > maxNumberLength || exponentDigits > MAX_EXPONENT_DIGITS) {
            throw new MalformedJsonException(
                    ErrorCode.ETOODEEP,
                    "Number longer than " + maxNumberLength + " characters, or with an exponent beyond 999");
        }
        return i;
    }
}
