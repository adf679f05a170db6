package io.meshws.protocol;

/**
 * Writes text frames around a payload that is JSON text already, so that a payload for many receivers is encoded once.
 */
public final class FrameText {
    private FrameText() {}

    public static String event(String command, String payload) {
        return wellFormed("{\"command\":" + Json.quote(command) + ",\"payload\":" + payload + "}");
    }

    public static String clientCall(long id, String command, String payload) {
        return withId(Long.toString(id), command, payload);
    }

    public static String serverCall(String id, String command, String payload) {
        return withId(Json.quote(id), command, payload);
    }

    /** Answers a malformed frame: as a reply where its id and command could be read, else as {@code mesh/error}. */
    public static String error(MalformedFrameException e) {
        String body = e.code().body(e.getMessage()).toJson();
        return e.idText() != null && e.command() != null
                ? withId(e.idText(), e.command(), body)
                : event(BuiltIn.ERROR, body);
    }

    private static String withId(String idText, String command, String payload) {
        return wellFormed(
                "{\"id\":" + idText + ",\"command\":" + Json.quote(command) + ",\"payload\":" + payload + "}");
    }

    /**
     * The frame with every half of a surrogate pair escaped. JSON allows such halves as escapes, so clients can send them;
     * UTF-8 does not: Tyrus neither sends such a text nor says that it did not.
     */
    private static String wellFormed(String frame) {
        for (int i = 0; i < frame.length(); i++) {
            if (Character.isSurrogate(frame.charAt(i))) {
                if (!isPair(frame, i)) {
                    return escaped(frame, i);
                }
                i++;
            }
        }
        return frame;
    }

    private static String escaped(String frame, int firstHalf) {
        StringBuilder text = new StringBuilder(frame.length() + 16).append(frame, 0, firstHalf);
        for (int i = firstHalf; i < frame.length(); i++) {
            char c = frame.charAt(i);
            if (!Character.isSurrogate(c)) {
                text.append(c);
            } else if (isPair(frame, i)) {
                text.append(c).append(frame.charAt(++i));
            } else {
                text.append("\\u").append(Integer.toHexString(c));
            }
        }
        return text.toString();
    }

    private static boolean isPair(String text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }
}
