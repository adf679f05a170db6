package io.meshws.protocol.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.BinaryFrame;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipeBytesTest {
    private static final byte[] ALL = new byte[256];

    static {
        for (int i = 0; i < ALL.length; i++) {
            ALL[i] = (byte) i;
        }
    }

    @Test
    void bytesAreTheSameAfterTheWay() {
        for (long number : new long[] {1, 255, 256, 0x1234_5678_9abcL, Long.MAX_VALUE}) {
            PipeBytes sent = new PipeBytes("one_two", number, number == 1, BinaryFrame.of(ALL));
            byte[] onTheWay = BinaryFrame.bytes(sent.frame());
            PipeBytes read =
                    PipeBytes.read(BinaryFrame.of(ByteBuffer.wrap(onTheWay))).orElseThrow();
            assertEquals(sent, read);
            assertArrayEquals(ALL, BinaryFrame.bytes(read.data()));
        }
    }

    @Test
    void theFormIsThatOfTheDocumentation() {
        byte[] frame = BinaryFrame.bytes(new PipeBytes("a_b", 258, true, BinaryFrame.of(new byte[] {7, -1})).frame());
        assertArrayEquals(new byte[] {3, 'a', '_', 'b', 1, 0, 0, 0, 0, 0, 0, 1, 2, 7, -1}, frame);
    }

    @Test
    void noBytesAreAMessageToo() {
        PipeBytes none = new PipeBytes("i", 1, false, BinaryFrame.of(new byte[0]));
        assertEquals(Optional.of(none), PipeBytes.read(none.frame()));
        assertTrue(BinaryFrame.is(none.frame()));
        assertFalse(BinaryFrame.is("{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\1",
                "\1i\0\0\0\0\0\0\0\0",
                "\1i\0\0\0\0\0\0\0\0\0",
                "\1i\2\0\0\0\0\0\0\0\1",
                "\1i\0\u00ff\0\0\0\0\0\0\1",
                "\0\0\0\0\0\0\0\0\0\1"
            })
    void anythingElseIsRefused(String text) {
        assertEquals(Optional.empty(), PipeBytes.read("\0" + text));
    }
}
