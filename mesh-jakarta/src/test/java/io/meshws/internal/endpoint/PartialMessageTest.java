package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartialMessageTest {
    private static final int MEBI = 1 << 20;
    private static final long START = 42;

    private final PartialMessage message = new PartialMessage(START);

    private static long after(Duration time) {
        return START + time.toNanos();
    }

    @Test
    void singleCharactersThatNeverEndAreTooManySoon() {
        int parts = 1;
        while (message.add(1, START)) {
            parts++;
        }
        assertEquals(130, parts);
        assertEquals("130 parts of 130 characters or bytes in 0 ms", message.describe());
    }

    @Test
    void emptyPartsAreParts() {
        for (int i = 0; i < 128; i++) {
            assertTrue(message.add(0, START));
        }
        assertFalse(message.add(0, START));
    }

    /** The smallest segments of IPv4, with three bytes a character; those of an Ethernet; the buffers of a container. */
    @ParameterizedTest
    @CsvSource({"178, 5000", "1460, 5000", "16384, 5000"})
    void aMebibyteOverASlowNetworkPassesHoweverItIsSplit(int part, int charactersASecond) {
        for (int come = 0; come < MEBI; come += part) {
            assertTrue(message.add(part, after(Duration.ofMillis(1000L * come / charactersASecond))), "after " + come);
        }
    }

    @Test
    void aMessageThatHardlyComesIsTooSlow() {
        assertTrue(message.add(40_960, START));
        for (int seconds = 5; seconds <= 40; seconds += 5) {
            assertTrue(message.add(1, after(Duration.ofSeconds(seconds))));
        }
        assertFalse(message.add(1, after(Duration.ofSeconds(45))));
    }

    @Test
    void aPauseIsNotAllTheClients() {
        assertTrue(message.add(1, START));
        assertTrue(message.add(1, after(Duration.ofMinutes(1))));
        assertTrue(message.add(1, after(Duration.ofMinutes(2))));
        assertTrue(message.add(1, after(Duration.ofMinutes(3))));
        assertFalse(message.add(1, after(Duration.ofMinutes(4))));
    }
}
