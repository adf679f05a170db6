package io.meshws.client.internal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Json;
import io.meshws.protocol.change.ChangeFailedException;
import io.meshws.protocol.change.Changes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyUpdatesTest {
    private final List<LocalChange> changes = new ArrayList<>();
    private final EarlyUpdates early = new EarlyUpdates(changes, 10);
    private final List<Integer> done = new ArrayList<>();
    private final LocalChange unanswered = increment();

    private static LocalChange increment() {
        try {
            return LocalChange.of(Changes.read(Json.readTrusted("[{\"op\":\"increment\",\"path\":\"\",\"by\":1}]")));
        } catch (ChangeFailedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutAChangeNothingWaits() {
        for (int i = 0; i < 100; i++) {
            int number = i;
            assertTrue(early.add(1000, () -> done.add(number)));
        }
        assertEquals(100, done.size());
    }

    @Test
    void asMuchWaitsAsMay() {
        changes.add(unanswered);
        assertTrue(early.add(6, () -> done.add(1)));
        assertTrue(early.add(4, () -> done.add(2)));
        assertEquals(List.of(), done);
        unanswered.confirmed(5);
        early.answered();
        assertEquals(List.of(1, 2), done);
        changes.add(unanswered);
        assertTrue(early.add(10, () -> done.add(3)));
    }

    @Test
    void aSingleOneMayBeLonger() {
        changes.add(unanswered);
        assertTrue(early.add(1000, () -> done.add(1)));
    }

    @Test
    void ifMoreWouldWaitAllIsGone() {
        changes.add(unanswered);
        assertTrue(early.add(6, () -> done.add(1)));
        assertFalse(early.add(5, () -> done.add(2)));
        assertTrue(early.add(10, () -> done.add(3)));
        unanswered.confirmed(5);
        early.answered();
        assertEquals(List.of(3), done);
    }
}
