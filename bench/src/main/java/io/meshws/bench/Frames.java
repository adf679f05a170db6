package io.meshws.bench;

import java.nio.charset.StandardCharsets;

/**
 * WebSocket frames. Writes those of a client, with a key of zeros as mask, so that they can be prepared. Reads those of
 * a server, of which there may be several in the bytes that {@link #over} was given; not thread-safe.
 */
final class Frames {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int MASK_LENGTH = 4;

    private byte[] bytes;
    private int limit;
    private int position;
    private int opcode;
    private int start;
    private int end;

    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] frame(int opcode, byte[] payload) {
        int length = payload.length;
        if (length > 0xffff) {
            throw new IllegalArgumentException("A frame of " + length + " bytes is too long for the bench");
        }
        int header = (length < SHORT ? 2 : 4) + MASK_LENGTH;
        byte[] frame = new byte[header + length];
        frame[0] = (byte) (FINAL | opcode);
        if (length < SHORT) {
            frame[1] = (byte) (MASKED | length);
        } else {
            frame[1] = (byte) (MASKED | SHORT);
            frame[2] = (byte) (length >> 8);
            frame[3] = (byte) length;
        }
        System.arraycopy(payload, 0, frame, header, length);
        return frame;
    }

    /** Begins with these bytes. */
    void over(byte[] bytes, int limit) {
        this.bytes = bytes;
        this.limit = limit;
        position = 0;
    }

    /** Goes to the next frame; false if there is no whole one. */
    boolean next() {
        int left = limit - position;
        if (left < 2) {
            return false;
        }
        long length = bytes[position + 1] & 0x7f;
        int header = length == SHORT ? 4 : length == LONG ? 10 : 2;
        if (left < header) {
            return false;
        }
        if (header > 2) {
            length = 0;
            for (int i = 2; i < header; i++) {
                length = length << 8 | bytes[position + i] & 0xff;
            }
        }
        if (left < header + length) {
            return false;
        }
        opcode = bytes[position] & 0x0f;
        start = position + header;
        end = (int) (start + length);
        position = end;
        return true;
    }

    int opcode() {
        return opcode;
    }

    /** The index at which the payload of the frame begins. */
    int start() {
        return start;
    }

    /** The first byte behind it. */
    int end() {
        return end;
    }

    /** The first byte behind all whole frames. */
    int position() {
        return position;
    }
}
