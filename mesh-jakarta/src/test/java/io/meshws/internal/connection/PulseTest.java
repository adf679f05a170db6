package io.meshws.internal.connection;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pulse pulse = new Pulse();

    @Test
    void whoWasAskedJustNowMayStillAnswer() {
        pulse.asked(0);
        assertTrue(pulse.isAnswering(SECOND));
        assertFalse(pulse.isAnswering(2 * SECOND));
        pulse.heard();
        assertTrue(pulse.isAnswering(2 * SECOND));
    }

    @Test
    void whoOwesAnAnswerIsNotExcusedByTheNextQuestion() {
        pulse.asked(0);
        pulse.asked(SECOND);
        assertFalse(pulse.isAnswering(SECOND));
        pulse.heard();
        pulse.asked(2 * SECOND);
        assertTrue(pulse.isAnswering(2 * SECOND));
    }
}
