package io.meshws.client.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.ReconnectPolicy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final ReconnectPolicy POLICY = ReconnectPolicy.DEFAULT
            .first(Duration.ofSeconds(1))
            .ceiling(Duration.ofSeconds(30))
            .attempts(8);

    private static List<Long> millis(Backoff backoff, int attempts) {
        return Stream.generate(backoff::next)
                .limit(attempts)
                .map(Duration::toMillis)
                .toList();
    }

    @Test
    void theWaitsDoubleUpToTheCeiling() {
        assertEquals(
                List.of(1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L), millis(new Backoff(POLICY, () -> 1), 7));
    }

    @Test
    void eachIsAnythingFromZeroToThat() {
        assertEquals(List.of(0L, 0L, 0L), millis(new Backoff(POLICY, () -> 0), 3));
        assertEquals(List.of(250L, 500L, 1000L), millis(new Backoff(POLICY, () -> 0.25), 3));
    }

    @Test
    void thousandsOfAttemptsOverflowNothing() {
        Backoff backoff = new Backoff(POLICY, () -> 1);
        for (int i = 0; i < 5000; i++) {
            Duration wait = backoff.next();
            assertTrue(!wait.isNegative() && wait.compareTo(POLICY.ceiling()) <= 0, wait.toString());
        }
    }

    @Test
    void onlyAConnectionThatStandsForAWhileMakesGood() {
        Backoff backoff = new Backoff(POLICY, () -> 1);
        millis(backoff, 5);
        backoff.lostAfter(Duration.ofSeconds(9));
        assertEquals(5, backoff.attempts());
        backoff.lostAfter(Duration.ofSeconds(10));
        assertEquals(0, backoff.attempts());
    }

    @Test
    void theAttemptsAreCounted() {
        Backoff backoff = new Backoff(POLICY, () -> 1);
        millis(backoff, 7);
        assertFalse(backoff.isExhausted());
        backoff.next();
        assertTrue(backoff.isExhausted());
        assertTrue(new Backoff(ReconnectPolicy.NEVER, () -> 1).isExhausted());
    }

    @Test
    void policiesThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> POLICY.first(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> POLICY.ceiling(Duration.ofMillis(1)));
        assertThrows(IllegalArgumentException.class, () -> POLICY.attempts(-1));
    }
}
