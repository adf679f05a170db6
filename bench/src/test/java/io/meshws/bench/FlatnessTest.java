package io.meshws.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FlatnessTest {
    private final Flatness flatness = new Flatness();

    @Test
    void aRateThatStillRisesIsNotFlat() {
        for (long count = 1000; count < 10_000; count += 1000) {
            assertFalse(flatness.reachedWith(count));
        }
    }

    @Test
    void fourSecondsWithinATenthAreFlat() {
        assertFalse(flatness.reachedWith(10));
        assertFalse(flatness.reachedWith(1000));
        assertFalse(flatness.reachedWith(950));
        assertFalse(flatness.reachedWith(980));
        assertTrue(flatness.reachedWith(905));
    }
}
