package io.meshws.internal.cluster.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NotesTest {
    private static final int MAX = 10_000;

    /** The content of the store. */
    private final Map<String, Long> stored = new TreeMap<>();

    private boolean away;
    private final Notes notes = new Notes(this::note);

    private CompletableFuture<Long> note(String name, long mark) {
        return notes.add(name, () -> {
            if (away) {
                return CompletableFuture.failedFuture(new IllegalStateException());
            }
            stored.put(name, mark);
            return CompletableFuture.completedFuture(mark);
        });
    }

    private void lose() {
        stored.clear();
        notes.lost();
    }

    @Test
    void lostOnesAreAddedAgain() {
        note("a", 1);
        note("b", 2);
        assertEquals(1, notes.mark("a"));
        lose();
        assertEquals(Map.of("a", 1L, "b", 2L), stored);
        assertEquals(1, notes.mark("a"));
    }

    @Test
    void oneThatCannotBeAddedIsTriedAgain() {
        note("a", 1);
        away = true;
        lose();
        assertNull(notes.mark("a"));
        lose();
        notes.addAgain();
        away = false;
        notes.addAgain();
        assertEquals(Map.of("a", 1L), stored);
        stored.clear();
        notes.addAgain();
        assertEquals(Map.of(), stored, "only once");
    }

    @Test
    void oneThatIsOnItsWayDuringALossIsAddedAgain() {
        CompletableFuture<Long> adding = new CompletableFuture<>();
        notes.add("a", () -> adding);
        lose();
        adding.complete(1L);
        assertNull(notes.mark("a"));
        notes.addAgain();
        assertEquals(Map.of("a", 1L), stored);
    }

    @Test
    void aRemovedOneIsForgottenUnlessItWasAddedSince() {
        List.of("a", "b").forEach(name -> note(name, 1));
        note("b", 2);
        notes.remove("a", 1L);
        notes.remove("b", 1L);
        lose();
        assertEquals(Map.of("b", 2L), stored);
    }

    @Test
    void theLastOnesAreKnown() {
        for (int i = 0; i < MAX; i++) {
            note("n" + i, i);
        }
        notes.mark("n0");
        note("n" + MAX, MAX);
        lose();
        assertEquals(MAX, stored.size());
        assertEquals(0, stored.get("n0"));
        assertNull(stored.get("n1"));
    }
}
