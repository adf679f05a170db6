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
 * @param maxStringLength how many characters a string or a member's name may have between its quotation marks, as written
 */
public record JsonLimits(int maxDepth, int maxNumberLength, int maxStringLength) {
    public static final JsonLimits DEFAULT = new JsonLimits(64, 512);

    /** The levels of the frame that nests deepest around a value: frame, payload, patch and operation. */
    private static final int ENVELOPE = 4;

    public JsonLimits {
        if (maxDepth < 1 || maxNumberLength < 1 || maxStringLength < 1) {
            throw new IllegalArgumentException(
                    "Limits must be positive, found " + maxDepth + ", " + maxNumberLength + " and " + maxStringLength);
        }
    }

    /** With strings of any length. */
    public JsonLimits(int maxDepth, int maxNumberLength) {
        this(maxDepth, maxNumberLength, Integer.MAX_VALUE);
    }

    /**
     * The limits for a value that is kept and later sent inside other frames; they leave room for any frame around it.
     * Its strings may have any length: applications write values too.
     */
    public JsonLimits ofKeptValues() {
        return new JsonLimits(Math.max(1, maxDepth - ENVELOPE), maxNumberLength);
    }

    /**
     * Checks the text in one pass. It doesn't verify that the text is JSON, but that nothing follows the first value,
     * which parsers don't check.
     *
     * @throws MalformedJsonException {@code ETOODEEP}, {@code ENUMBER} or {@code ESTRING} if it breaks a limit
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

    private int afterString(String text, int start) throws MalformedJsonException {
        int length = text.length();
        int i = start;
        while (i < length) {
            char c = text.charAt(i);
            if (c == '"') {
                break;
            }
            i += c == '\\' ? 2 : 1;
        }
        if (i - start > maxStringLength) {
            throw new MalformedJsonException(
                    ErrorCode.ESTRING, "String longer than " + maxStringLength + " characters");
        }
        return Math.min(i + 1, length);
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
