package io.meshws.it;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket frame of a server, and how a client writes its own, masked with zeros. */
record RawFrame(int opcode, byte[] payload) {
    static final int TEXT = 1;
    static final int CLOSE = 8;

    /** How frames of a client begin. */
    static final int WHOLE_TEXT = 0x81;

    static final int FIRST_OF_TEXT = 0x01;
    static final int CONTINUATION = 0x00;
    static final int PING = 0x89;

    private static final int MASKED = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;

    /**
     * @param payload of less than 64 KB
     */
    static byte[] of(int first, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (bytes.length < SHORT) {
            frame.write(MASKED | bytes.length);
        } else {
            frame.write(MASKED | SHORT);
            frame.write(bytes.length >> 8);
            frame.write(bytes.length);
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(bytes);
        return frame.toByteArray();
    }

    static boolean isWhole(ByteBuffer in) {
        return in.remaining() >= 2 && in.remaining() >= header(in) && in.remaining() >= header(in) + length(in);
    }

    /** Takes a frame that is whole. */
    static RawFrame read(ByteBuffer in) {
        int opcode = in.get(in.position()) & 0x0f;
        byte[] payload = new byte[(int) length(in)];
        in.position(in.position() + header(in));
        in.get(payload);
        return new RawFrame(opcode, payload);
    }

    private static int header(ByteBuffer in) {
        int code = in.get(in.position() + 1);
        return code == LONG ? 10 : code == SHORT ? 4 : 2;
    }

    private static long length(ByteBuffer in) {
        int at = in.position() + 2;
        return switch (header(in)) {
            case 10 -> in.getLong(at);
            case 4 -> in.getShort(at) & 0xffff;
            default -> in.get(at - 1);
        };
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
