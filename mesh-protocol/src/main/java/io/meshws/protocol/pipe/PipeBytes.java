package io.meshws.protocol.pipe;

import io.meshws.protocol.BinaryFrame;
import java.util.Optional;

/**
 * A message of bytes on its way through a pipe, in a {@link BinaryFrame}: the length of the id in a byte, the id, a byte that is 1 if
 * the message is alone, its number in 8 bytes, and the content.
 *
 * @param id of the pipe
 * @param alone whether its sender has nothing else on its way
 * @param data a {@link BinaryFrame} of the content
 */
public record PipeBytes(String id, long number, boolean alone, String data) {
    private static final int MARK = 1;
    private static final int NUMBER = Long.BYTES;
    private static final int MOST_ID = 0xff;

    /** The frame. */
    public String frame() {
        StringBuilder frame = new StringBuilder(data.length() + id.length() + 2 + NUMBER);
        frame.append(BinaryFrame.of(new byte[0])).append((char) id.length()).append(id);
        frame.append(alone ? '\1' : '\0');
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            frame.append((char) (number >>> shift & 0xff));
        }
        return frame.append(data, MARK, data.length()).toString();
    }

    /** Empty if the frame does not have the form. */
    public static Optional<PipeBytes> read(String frame) {
        int idLength = frame.length() > MARK ? frame.charAt(MARK) : MOST_ID;
        int flag = MARK + 1 + idLength;
        int data = flag + 1 + NUMBER;
        if (frame.length() < data || idLength == 0) {
            return Optional.empty();
        }
        long number = 0;
        for (int i = flag + 1; i < data; i++) {
            number = number << Byte.SIZE | frame.charAt(i);
        }
        if (number <= 0 || frame.charAt(flag) > 1) {
            return Optional.empty();
        }
        return Optional.of(new PipeBytes(
                frame.substring(MARK + 1, flag),
                number,
                frame.charAt(flag) == 1,
                frame.substring(0, MARK) + frame.substring(data)));
    }
}
