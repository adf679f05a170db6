package io.meshws.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
    private final Frames frames = new Frames();

    /** As a server writes it: without mask. */
    private static byte[] fromServer(int opcode, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    @Test
    void aClientsFrameIsMaskedByZeros() {
        assertArrayEquals(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'}, Frames.text("hi"));
    }

    @Test
    void aLongerFrameHasItsLengthInTwoBytes() {
        byte[] frame = Frames.text("x".repeat(300));
        assertEquals(8 + 300, frame.length);
        assertArrayEquals(new byte[] {(byte) 0x81, (byte) 0xfe, 1, 44, 0, 0, 0, 0}, Arrays.copyOf(frame, 8));
    }

    @Test
    void framesOfAllLengthsAreRead() {
        for (int length : List.of(0, 1, 125, 126, 65_535, 65_536)) {
            byte[] bytes = fromServer(Frames.TEXT, "x".repeat(length));
            frames.over(bytes, bytes.length);
            assertTrue(frames.next());
            assertEquals(Frames.TEXT, frames.opcode());
            assertEquals(length, frames.end() - frames.start());
            assertEquals(bytes.length, frames.position());
            assertFalse(frames.next());
        }
    }

    @Test
    void severalFramesAreReadAndTheBeginningOfAnotherIsLeft() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(fromServer(Frames.TEXT, "one"));
        bytes.writeBytes(fromServer(Frames.PING, "two"));
        int whole = bytes.size();
        byte[] third = fromServer(Frames.TEXT, "x".repeat(200));
        for (int part = 0; part < third.length; part++) {
            byte[] all = Arrays.copyOf(bytes.toByteArray(), whole + part);
            System.arraycopy(third, 0, all, whole, part);
            frames.over(all, all.length);
            assertTrue(frames.next());
            assertEquals("one", new String(all, frames.start(), 3, StandardCharsets.UTF_8));
            assertTrue(frames.next());
            assertEquals(Frames.PING, frames.opcode());
            assertFalse(frames.next());
            assertEquals(whole, frames.position());
        }
    }

    @Test
    void aFrameThatTheBenchDoesNotNeedIsRefused() {
        byte[] long64 = new byte[1 << 16];
        assertThrows(IllegalArgumentException.class, () -> Frames.frame(Frames.TEXT, long64));
    }
}
