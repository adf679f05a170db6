package io.meshws.internal.cluster.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextCodecTest {
    /** The boundaries of UTF-8's forms, including the replacement character and halves of pairs. */
    private static final char[] CHARACTERS = {
        0, 'a', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0xFFFD, 0xFFFF
    };

    private static byte[] encoded(String text) {
        return ByteBufUtil.getBytes(TextCodec.encode(text));
    }

    private static String decoded(byte[] bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        String text = TextCodec.decode(buffer);
        assertEquals(0, buffer.readableBytes());
        return text;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "Gr\u00fc\u00dfe \ud83d\ude00 \ufffd \ud7ff\ue000"})
    void textsThatUtf8CanExpressAreUtf8(String text) {
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), encoded(text));
        assertEquals(text, decoded(encoded(text)));
    }

    @Test
    void halvesOfPairsHaveAFormOfTheirOwn() {
        assertArrayEquals(
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0xBD, '?', (byte) 0xED, (byte) 0xB0, (byte) 0x80},
                encoded("\ud83d?\udc00"));
    }

    @Test
    void everyTextComesBack() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(8); length > 0; length--) {
                text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
            }
            assertEquals(text.toString(), decoded(encoded(text.toString())));
        }
    }

    @Test
    void bytesThatAreNoTextAreReplaced() {
        assertEquals("a\ufffdb\ufffd", decoded(new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xED}));
    }
}
