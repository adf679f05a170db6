package io.meshws.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A binary frame as text: a character that no text frame begins with, then one for each byte. So it is queued, counted and passed on
 * as texts are, takes as much memory as its bytes, and keeps its place among them.
 */
public final class BinaryFrame {
    private static final String MARK = "\0";

    private BinaryFrame() {}

    /** The text that stands for these bytes. */
    public static String of(byte[] bytes) {
        return MARK + new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The text that stands for the remaining bytes, which are read. */
    public static String of(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return of(copy);
    }

    /** Whether a text stands for bytes. */
    public static boolean is(String frame) {
        return frame.startsWith(MARK);
    }

    /** The bytes that a text stands for. */
    public static byte[] bytes(String frame) {
        return frame.substring(MARK.length()).getBytes(StandardCharsets.ISO_8859_1);
    }
}
