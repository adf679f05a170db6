package io.meshws.internal.cluster.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentEventsTest {
    private final SentEvents events = new SentEvents();
    private long number;

    private Map<String, Long> next(String name, long nanoTime) {
        return events.next(name, ++number, nanoTime);
    }

    @Test
    void anEventOfTheOnlyNameSaysNothing() {
        assertEquals(Map.of(), next("a", 0));
        assertEquals(Map.of(), next("a", 0));
        events.confirmed(0);
        assertEquals(Map.of(), next("a", 0));
    }

    @Test
    void anEventComesAfterTheLastOfEachOtherName() {
        next("a", 0);
        next("a", 0);
        assertEquals(Map.of("a", 2L), next("b", 0));
        assertEquals(Map.of("b", 3L), next("a", 0));
        assertEquals(Map.of("b", 3L), next("a", 0));
        assertEquals(Map.of("a", 5L, "b", 3L), next("c", 0));
    }

    @Test
    void anEventThatHasArrivedForLongIsNotNamed() {
        next("a", 0);
        events.confirmed(5);
        next("b", 5 + SentEvents.RECENT_NANOS);
        assertEquals(Map.of("b", 2L), next("c", 6 + SentEvents.RECENT_NANOS));
        assertEquals(Map.of("b", 2L, "c", 3L), next("a", 10 * SentEvents.RECENT_NANOS), "neither is confirmed");
    }

    @Test
    void theNamesUsedLastAreNamed() {
        for (int i = 0; i < 3 * SentEvents.MAX_NAMES; i++) {
            next("name" + i, 0);
        }
        next("name40", 0);

        Map<String, Long> before = next("end", 0);

        assertEquals(SentEvents.MAX_NAMES, before.size());
        assertEquals(49, before.get("name40"));
        assertEquals(List.of("name33", "name34"), List.copyOf(before.keySet()).subList(1, 3));
        assertEquals(SentEvents.MAX_NAMES, next("more", 0).size());
    }

    @Test
    void anEventThatIsSentLateComesAfterNoLaterOne() {
        events.next("a", 1, 0);
        events.next("a", 5, 0);
        events.next("b", 6, 0);
        assertEquals(Map.of(), events.next("b", 3, 0));
        assertEquals(Map.of("a", 5L, "b", 6L), events.next("c", 7, 0));
    }
}
