package io.meshws.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How a presence state is published.
 *
 * @param expireAfter when the state ends by itself, from 1 ms to 30 days
 * @param silent whether subscribers are not told of it
 */
public record PresenceStateOptions(Optional<Duration> expireAfter, boolean silent) {
    /** Stays until it is replaced or cleared, and is told. */
    public static final PresenceStateOptions DEFAULT = new PresenceStateOptions(Optional.empty(), false);

    public PresenceStateOptions expireAfter(Duration time) {
        return new PresenceStateOptions(Optional.of(time), silent);
    }

    public PresenceStateOptions silent(boolean isSilent) {
        return new PresenceStateOptions(expireAfter, isSilent);
    }
}
