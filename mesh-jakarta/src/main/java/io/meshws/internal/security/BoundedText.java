package io.meshws.internal.security;

import java.util.regex.Pattern;

/**
 * Text that can be read only a limited number of times. Some patterns try exponentially many ways to match even a short
 * name, and clients choose the names.
 */
final class BoundedText implements CharSequence {
    /** Takes some milliseconds; a harmless pattern needs a few reads for each of 256 characters. */
    private static final int MAX_LOOKS = 500_000;

    private final String text;
    private final int[] looks;

    private BoundedText(String text, int[] looks) {
        this.text = text;
        this.looks = looks;
    }

    /** Whether the pattern matches all of the text; false if it takes too long to find out. */
    static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(new BoundedText(text, new int[1])).matches();
        } catch (TooManyLooks | StackOverflowError e) {
            return false;
        }
    }

    @Override
    public char charAt(int index) {
        if (++looks[0] > MAX_LOOKS) {
            throw new TooManyLooks();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new BoundedText(text.substring(start, end), looks);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyLooks() {
            super(null, null, false, false);
        }
    }
}
