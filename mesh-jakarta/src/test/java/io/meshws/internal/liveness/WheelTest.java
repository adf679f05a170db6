package io.meshws.internal.liveness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WheelTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void everyThingIsVisitedOnceAnIntervalEvenlySpread() {
        Wheel<Integer> wheel = new Wheel<>(Duration.ofSeconds(30), 0);
        for (int i = 0; i < 300; i++) {
            wheel.add(i);
        }
        Map<Integer, Integer> visits = new HashMap<>();
        for (int second = 1; second <= 60; second++) {
            List<Integer> visited = new ArrayList<>();
            wheel.turn(second * SECOND, visited::add);
            assertEquals(10, visited.size());
            visited.forEach(thing -> visits.merge(thing, 1, Integer::sum));
        }
        assertEquals(300, visits.size());
        assertTrue(visits.values().stream().allMatch(count -> count == 2));
    }

    @Test
    void ticksThatComeLateCatchUpWithoutVisitingTwice() {
        Wheel<Integer> wheel = new Wheel<>(Duration.ofSeconds(5), 0);
        for (int i = 0; i < 10; i++) {
            wheel.add(i);
        }
        List<Integer> visited = new ArrayList<>();
        wheel.turn(SECOND / 2, visited::add);
        assertEquals(0, visited.size());
        wheel.turn(3 * SECOND + SECOND / 2, visited::add);
        assertEquals(6, visited.size());
        visited.clear();
        wheel.turn(1000 * SECOND, visited::add);
        assertEquals(10, visited.size());
    }

    @Test
    void anEntryThatDoesNotStayIsNotVisitedAgain() {
        Wheel<Integer> wheel = new Wheel<>(Duration.ofMillis(10), 0);
        wheel.add(1);
        wheel.add(2);
        List<Integer> visited = new ArrayList<>();
        for (int second = 1; second < 5; second++) {
            wheel.turn(second * SECOND, thing -> {
                visited.add(thing);
                return thing != 1;
            });
        }
        assertEquals(List.of(1, 2, 2, 2, 2), visited);
    }

    @Test
    void anEntryThatIsRemovedIsNotVisited() {
        Wheel<Integer> wheel = new Wheel<>(Duration.ofSeconds(2), 0);
        wheel.add(1);
        wheel.add(2);
        wheel.remove(1);
        List<Integer> visited = new ArrayList<>();
        wheel.turn(2 * SECOND, visited::add);
        assertEquals(List.of(2), visited);
    }
}
