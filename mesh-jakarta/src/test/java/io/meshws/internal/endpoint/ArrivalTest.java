package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalTest {
    private static final int MEBI = 1 << 20;
    private static final long START = 42;

    private final Arrival arrival = new Arrival(START);

    private static long after(Duration time) {
        return START + time.toNanos();
    }

    @Test
    void singleCharactersThatNeverEndAreTooManySoon() {
        int parts = 1;
        while (arrival.add(1, START)) {
            parts++;
        }
        assertEquals(130, parts);
        assertEquals("130 parts of 130 characters or bytes in 0 ms", arrival.describe());
    }

    @Test
    void emptyPartsAreParts() {
        for (int i = 0; i < 128; i++) {
            assertTrue(arrival.add(0, START));
        }
        assertFalse(arrival.add(0, START));
    }

    /** The smallest segments of IPv4, with three bytes a character; those of an Ethernet; the buffers of a container. */
    @ParameterizedTest
    @CsvSource({"178, 5000", "1460, 5000", "16384, 5000"})
    void aMebibyteOverASlowNetworkPassesHoweverItIsSplit(int part, int charactersASecond) {
        for (int come = 0; come < MEBI; come += part) {
            assertTrue(arrival.add(part, after(Duration.ofMillis(1000L * come / charactersASecond))), "after " + come);
        }
    }

    @Test
    void aMessageThatHardlyComesIsTooSlow() {
        assertTrue(arrival.add(40_960, START));
        for (int seconds = 5; seconds <= 40; seconds += 5) {
            assertTrue(arrival.add(1, after(Duration.ofSeconds(seconds))));
        }
        assertFalse(arrival.add(1, after(Duration.ofSeconds(45))));
    }

    @Test
    void aPauseIsNotAllTheClients() {
        assertTrue(arrival.add(1, START));
        assertTrue(arrival.add(1, after(Duration.ofMinutes(1))));
        assertTrue(arrival.add(1, after(Duration.ofMinutes(2))));
        assertTrue(arrival.add(1, after(Duration.ofMinutes(3))));
        assertFalse(arrival.add(1, after(Duration.ofMinutes(4))));
    }
}
