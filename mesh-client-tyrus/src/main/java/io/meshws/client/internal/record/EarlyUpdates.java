package io.meshws.client.internal.record;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Updates of the server, in order. One that comes before the answer to a change that counts only once may hold that change
 * or not, so it waits for the answer. Bounded. The lock of the topics guards it.
 */
final class EarlyUpdates {
    private final List<LocalChange> changes;
    private final int maxCharacters;
    private final ArrayDeque<Early> waiting = new ArrayDeque<>();
    private long characters;

    private record Early(List<LocalChange> before, int length, Runnable update) {}

    /**
     * @param changes those that the server's value may lack
     * @param maxCharacters how long the frames may be that wait; a single one may be longer
     */
    EarlyUpdates(List<LocalChange> changes, int maxCharacters) {
        this.changes = changes;
        this.maxCharacters = maxCharacters;
    }

    /** Returns false if too much waits: then all of it is gone, and the record has to be read again. */
    boolean add(int length, Runnable update) {
        if (!waiting.isEmpty() && characters + length > maxCharacters) {
            clear();
            return false;
        }
        waiting.add(new Early(unanswered(changes), length, update));
        characters += length;
        answered();
        return true;
    }

    /** Some change was confirmed or is gone. */
    void answered() {
        while (!waiting.isEmpty() && isDue(waiting.peek())) {
            Early due = waiting.remove();
            characters -= due.length();
            due.update().run();
        }
    }

    private boolean isDue(Early early) {
        return unanswered(early.before()).stream().noneMatch(changes::contains);
    }

    private static List<LocalChange> unanswered(List<LocalChange> changes) {
        return changes.stream()
                .filter(change -> change.countsOnce() && !change.isConfirmed())
                .toList();
    }

    /** The record was read again. */
    void clear() {
        waiting.clear();
        characters = 0;
    }
}
