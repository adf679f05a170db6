package io.meshws.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static String written(String text, long number, long time) {
        ByteBuffer out = ByteBuffer.allocate(1000);
        new Template(text).write(out, number, time);
        int header = 6;
        return new String(out.array(), header, out.position() - header, StandardCharsets.UTF_8);
    }

    @Test
    void theNumberAndTheTimeAreFilledIn() {
        assertEquals(
                "{\"id\":1000000007,\"at\":\"@1234567890\"}",
                written("{\"id\":%i,\"at\":\"@%t\"}", Template.FIRST + 7, 1_234_567_890));
    }

    @Test
    void aMessageMayHaveNoNumber() {
        assertEquals("42[\"@1234567890\"]", written("42[\"@%t\"]", 1, 1_234_567_890));
    }

    @Test
    void theTimeIsReadAsItWasWritten() {
        byte[] text = written("%i@%t", Template.FIRST, 9_876_543_210L).getBytes(StandardCharsets.UTF_8);
        assertEquals(9_876_543_210L, Template.read(text, Template.DIGITS + 1));
    }
}
