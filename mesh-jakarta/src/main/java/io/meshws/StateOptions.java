package io.meshws;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How to publish a presence state.
 *
 * @param expireAfter the time after which the state is cleared; empty if it stays until it's replaced, cleared, or its
 *     connection leaves
 * @param silent whether to publish without telling subscribers. Clients that subscribe or ask later see the state
 *     nevertheless, and so do subscribers whose instance has to read the room again because it missed changes
 */
public record StateOptions(Optional<Duration> expireAfter, boolean silent) {
    public static final Duration MAX_EXPIRE_AFTER = Duration.ofDays(30);

    /** The state stays, and subscribers are told. */
    public static final StateOptions DEFAULT = new StateOptions(Optional.empty(), false);

    /** @throws IllegalArgumentException if the time is shorter than 1 ms or longer than {@link #MAX_EXPIRE_AFTER} */
    public StateOptions {
        Objects.requireNonNull(expireAfter, "expireAfter").ifPresent(StateOptions::check);
    }

    private static void check(Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(MAX_EXPIRE_AFTER) > 0) {
            throw new IllegalArgumentException(
                    "A state must expire after 1 ms to " + MAX_EXPIRE_AFTER.toDays() + " days");
        }
    }

    /** These options, with a state that is cleared after the time. */
    public StateOptions expireAfter(Duration time) {
        return new StateOptions(Optional.of(Objects.requireNonNull(time, "time")), silent);
    }

    /** These options, without telling subscribers. */
    public StateOptions silently() {
        return new StateOptions(expireAfter, true);
    }
}
