package io.meshws.internal.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final Lanes lanes = new Lanes(executor::add, 3);
    private final List<String> ran = new ArrayList<>();

    private boolean add(String sender, long length, String task) {
        return lanes.add(sender, length, () -> ran.add(task));
    }

    private void runAll() {
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
    }

    @Test
    void eachSenderHasItsOrderAndItsLimit() {
        assertTrue(add("a", 1, "a1"));
        assertTrue(add("a", 1, "a2"));
        assertTrue(add("b", 1, "b1"));
        assertTrue(add("a", 1, "a3"));
        assertFalse(add("a", 1, "a4"));
        assertEquals(2, executor.size(), "one at a time of each sender");
        runAll();
        assertEquals(List.of("a1", "b1", "a2", "a3"), ran);
        assertTrue(add("a", 1, "a5"));
    }

    @Test
    void theLengthOfAllIsBounded() {
        assertTrue(add("a", Lanes.MAX_LENGTH - 1, "long"));
        assertTrue(add("b", 1, "short"));
        assertFalse(add("c", 1, "too much"));
        runAll();
        assertTrue(add("c", Lanes.MAX_LENGTH, "again"));
        runAll();
        assertEquals(List.of("long", "short", "again"), ran);
    }

    @Test
    void nothingRunsAfterTheEnd() {
        for (String sender : List.of("a", "b")) {
            add(sender, 1, sender + 1);
            add(sender, 1, sender + 2);
        }
        executor.remove().run();
        lanes.stop();
        runAll();
        assertTrue(add("a", 1, "late"));
        runAll();
        assertEquals(List.of("a1"), ran);
    }
}
