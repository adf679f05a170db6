package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.CapturedLog;
import io.meshws.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private final ManualClock clock = new ManualClock();
    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void close() {
        log.close();
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void endpointsThatNobodyOpensAreLoggedOnce() {
        new Opening(clock);
        seconds(59);
        assertEquals(List.of(), log.withId("MESH-0260"));
        seconds(1);
        assertEquals(0, clock.planned());
        List<String> told = log.withId("MESH-0260");
        assertEquals(1, told.size());
        assertTrue(told.get(0).contains("move mesh's jars to WEB-INF/lib"), told::toString);
    }

    @Test
    void endpointsThatAreOpenedInTimeAreNotLogged() {
        Opening opening = new Opening(clock);
        seconds(30);
        assertTrue(clock.next().orElseThrow().compareTo(Duration.ofSeconds(1)) <= 0);
        opening.ended();
        assertEquals(0, clock.planned());
        seconds(60);
        assertEquals(List.of(), log.withId("MESH-0260"));
    }
}
