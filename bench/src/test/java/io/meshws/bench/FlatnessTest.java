package io.meshws.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FlatnessTest {
    private final Flatness flatness = new Flatness();

    @Test
    void aRateThatStillRisesIsNotFlat() {
        for (long count = 1000; count < 10_000; count += 1000) {
            assertFalse(flatness.reachedWith(count, 0));
        }
    }

    @Test
    void fourSecondsWithinATenthAreFlat() {
        assertFalse(flatness.reachedWith(10, 0));
        assertFalse(flatness.reachedWith(1000, 0));
        assertFalse(flatness.reachedWith(950, 0));
        assertFalse(flatness.reachedWith(980, 0));
        assertTrue(flatness.reachedWith(905, 0));
    }

    @Test
    void aFlatRateIsNotEnoughWhileTheCompilersAreBusy() {
        assertFalse(flatness.reachedWith(10, 0.2));
        assertFalse(flatness.reachedWith(10, 0.06));
        assertFalse(flatness.reachedWith(10, 0.05));
        assertFalse(flatness.reachedWith(10, 0));
        assertFalse(flatness.reachedWith(10, 0));
        assertTrue(flatness.reachedWith(10, 0));
    }
}
