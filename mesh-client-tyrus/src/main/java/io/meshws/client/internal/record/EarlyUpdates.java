package io.meshws.client.internal.record;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Updates of the server, in order. One that comes before the answer to a change that counts only once may hold that change
 * or not, so it waits for the answer. The lock of the topics guards it.
 */
final class EarlyUpdates {
    private final List<LocalChange> changes;
    private final ArrayDeque<Early> waiting = new ArrayDeque<>();

    private record Early(List<LocalChange> before, Runnable update) {}

    /** @param changes those that the server's value may lack */
    EarlyUpdates(List<LocalChange> changes) {
        this.changes = changes;
    }

    void add(Runnable update) {
        waiting.add(new Early(unanswered(changes), update));
        answered();
    }

    /** Some change was confirmed or is gone. */
    void answered() {
        while (!waiting.isEmpty() && isDue(waiting.peek())) {
            waiting.remove().update().run();
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
    }
}
