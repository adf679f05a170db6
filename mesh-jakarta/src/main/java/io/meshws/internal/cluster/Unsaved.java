package io.meshws.internal.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Things that are kept elsewhere too, and aren't saved there yet. Any instance may save one; one that was
 * {@linkplain #take taken} is left to its taker for a moment, and then to the others.
 */
public interface Unsaved {
    /** How long one is left to the instance that took it. */
    Duration CLAIM = Duration.ofSeconds(10);

    /** At most how much of values one reading answers, beyond the first. */
    int MAX_CHARACTERS = 4 << 20;

    /**
     * Takes some to save that no instance has taken, the earliest first.
     *
     * @param ahead takes also those that are left to others, or put off, for no longer than that
     */
    CompletionStage<Taken> take(int limit, Duration ahead);

    /** Keeps these from being taken for this time. */
    CompletionStage<Void> putOff(Collection<String> names, Duration time);

    /**
     * @param names of the taken items
     * @param waiting how many were unsaved before, taken ones too
     */
    record Taken(List<String> names, long waiting) {}
}
