package io.meshws.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PulseTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pulse pulse = new Pulse();

    @Test
    void aClientThatWasJustPingedMayStillAnswer() {
        pulse.asked(0, true);
        assertTrue(pulse.isAnswering(SECOND));
        assertFalse(pulse.isAnswering(2 * SECOND));
        pulse.heard();
        assertTrue(pulse.isAnswering(2 * SECOND));
    }

    @Test
    void anUnansweredPingIsNotExcusedByTheNextOne() {
        pulse.asked(0, true);
        pulse.asked(SECOND, true);
        assertFalse(pulse.isAnswering(SECOND));
        pulse.heard();
        pulse.asked(2 * SECOND, true);
        assertTrue(pulse.isAnswering(2 * SECOND));
    }

    @Test
    void aQuestionThatDoesNotCountLeavesTheUnansweredOnes() {
        pulse.asked(0, true);
        pulse.asked(SECOND, false);
        assertEquals(1, pulse.unanswered());
        assertEquals(0, pulse.askedFirstAt());
        assertEquals(SECOND, pulse.askedAt());
        pulse.heard();
        pulse.asked(2 * SECOND, false);
        assertEquals(1, pulse.unanswered());
        assertEquals(2 * SECOND, pulse.askedFirstAt());
    }

    @Test
    void anAnswerIsForTheOldestQuestionThatIsOpen() {
        pulse.asked(1, true);
        pulse.heard();
        pulse.asked(2, true);
        assertEquals(OptionalLong.of(1), pulse.ponged());
        assertEquals(OptionalLong.of(1), pulse.ponged(), "no later than that");
        assertEquals(OptionalLong.empty(), pulse.ponged());
        pulse.asked(3, true);
        assertEquals(OptionalLong.of(3), pulse.ponged());
    }
}
