package io.meshws.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A frame that is prepared but for its number and time, each of ten digits. Not thread-safe. */
final class Template {
    static final int DIGITS = 10;
    /** The lowest number with as many digits. */
    static final long FIRST = 1_000_000_000;

    private final byte[] frame;
    private final int number;
    private final int time;

    /**
     * @param text with {@code %i} for the number, or without, and {@code %t} for the time
     */
    Template(String text) {
        String blank = "0".repeat(DIGITS);
        String numbered = text.replace("%i", blank);
        frame = Frames.text(numbered.replace("%t", blank));
        int header = frame.length - numbered.replace("%t", blank).getBytes(StandardCharsets.UTF_8).length;
        number = text.contains("%i") ? header + text.indexOf("%i") : -1;
        time = header + numbered.indexOf("%t");
    }

    /** Writes the frame, with the number and the time, both from {@link #FIRST} on. */
    void write(ByteBuffer out, long number, long time) {
        if (this.number >= 0) {
            digits(this.number, number);
        }
        digits(this.time, time);
        out.put(frame);
    }

    private void digits(int at, long value) {
        long rest = value;
        for (int i = at + DIGITS - 1; i >= at; i--) {
            frame[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The number that {@link #write} wrote there. */
    static long read(byte[] bytes, int at) {
        long value = 0;
        for (int i = at; i < at + DIGITS; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }
}
