package io.meshws.client.internal.channel;

import io.meshws.client.StreamPosition;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The updates that come before the server's answer to a handle that begins at a place of its own: some of it may be in the answer, and
 * the rest follows it. Bounded. The lock of the topics guards it.
 */
final class EarlyMessages {
    private final int maxCharacters;
    private final Consumer<Optional<StreamPosition>> missed;
    private final ArrayDeque<Early> waiting = new ArrayDeque<>();
    private long characters;

    private record Early(Optional<StreamPosition> at, Runnable update) {}

    /**
     * @param maxCharacters how long the messages may be that wait; a single one may be longer
     * @param missed told, in its turn, that all up to a place was too much
     */
    EarlyMessages(int maxCharacters, Consumer<Optional<StreamPosition>> missed) {
        this.maxCharacters = maxCharacters;
        this.missed = missed;
    }

    /** @param at the place that the channel has after it */
    void add(Optional<StreamPosition> at, int length, Runnable update) {
        if (!waiting.isEmpty() && characters + length > maxCharacters) {
            waiting.clear();
            characters = 0;
            waiting.add(new Early(at, () -> missed.accept(at)));
        } else {
            characters += length;
            waiting.add(new Early(at, update));
        }
    }

    /** The answer told everything up to this place. */
    void answered(StreamPosition end) {
        waiting.stream()
                .filter(early -> !isUpTo(end, early.at()))
                .map(Early::update)
                .forEach(Runnable::run);
    }

    static boolean isUpTo(StreamPosition end, Optional<StreamPosition> at) {
        return end != null
                && at.filter(place -> place.epoch().equals(end.epoch()) && place.offset() <= end.offset())
                        .isPresent();
    }
}
