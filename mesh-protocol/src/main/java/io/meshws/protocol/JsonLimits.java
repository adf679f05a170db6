package io.meshws.protocol;

/**
 * Limits that are checked before a parser sees the text. Parsers in servers that are still in use overflow the stack on
 * deep nesting, and take minutes over long numbers and large exponents.
 *
 * <p>A text that is accepted stays acceptable if it's read and written again. JSON-P may write a number differently, as
 * {@code 1.0E+3} for {@code 10e2}, so that form is checked too.
 *
 * @param maxDepth how many levels of objects and arrays may be nested
 * @param maxNumberLength how many characters a number may have, both as written and as JSON-P writes it
 */
public record JsonLimits(int maxDepth, int maxNumberLength) {
    public static final JsonLimits DEFAULT = new JsonLimits(64, 512);

    /** The levels of the frame that nests deepest around a value: frame, payload, patch and operation. */
    private static final int ENVELOPE = 4;

    public JsonLimits {
        if (maxDepth < 1 || maxNumberLength < 1) {
            throw new IllegalArgumentException(
                    "Limits must be positive, found " + maxDepth + " and " + maxNumberLength);
        }
    }

    /**
     * The limits for a value that is kept and later sent inside other frames; they leave room for any frame around it.
     */
    public JsonLimits ofKeptValues() {
        return new JsonLimits(Math.max(1, maxDepth - ENVELOPE), maxNumberLength);
    }

    /**
     * Checks the text in one pass. It doesn't verify that the text is JSON, but that nothing follows the first value,
     * which parsers don't check.
     *
     * @throws MalformedJsonException {@code ETOODEEP} or {@code ENUMBER} if it breaks a limit
     */
    public void check(String text) throws MalformedJsonException {
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
        int end = start;
        while (end < text.length() && NumberForm.mayContain(text.charAt(end))) {
            end++;
        }
        if (end - start > maxNumberLength || !NumberForm.of(text, start, end).fits(maxNumberLength)) {
            throw new MalformedJsonException(
                    ErrorCode.ENUMBER,
                    "Number longer than " + maxNumberLength + " characters, or with an exponent beyond "
                            + NumberForm.MAX_EXPONENT);
        }
        return end;
    }
}
