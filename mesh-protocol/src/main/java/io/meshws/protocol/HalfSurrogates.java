package io.meshws.protocol;

/**
 * Finds surrogates without their other half. JSON allows them as escapes, so clients can send them; UTF-8 doesn't, and
 * Tyrus doesn't send such a text, and doesn't report it either.
 */
final class HalfSurrogates {
    private HalfSurrogates() {}

    /** The JSON text with each such half escaped; the same text if there is none. */
    static String escape(String json) {
        for (int i = 0; i < json.length(); i++) {
            if (Character.isSurrogate(json.charAt(i))) {
                if (!beginsPair(json, i)) {
                    return escaped(json, i);
                }
                i++;
            }
        }
        return json;
    }

    /** Whether the surrogate at this index belongs to a pair. */
    static boolean isInPair(String text, int i) {
        return beginsPair(text, i) || i > 0 && beginsPair(text, i - 1);
    }

    private static String escaped(String json, int firstHalf) {
        StringBuilder text = new StringBuilder(json.length() + 16).append(json, 0, firstHalf);
        for (int i = firstHalf; i < json.length(); i++) {
            char c = json.charAt(i);
            if (!Character.isSurrogate(c)) {
                text.append(c);
            } else if (beginsPair(json, i)) {
                text.append(c).append(json.charAt(++i));
            } else {
                text.append("\\u").append(Integer.toHexString(c));
            }
        }
        return text.toString();
    }

    static boolean beginsPair(String text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }
}
