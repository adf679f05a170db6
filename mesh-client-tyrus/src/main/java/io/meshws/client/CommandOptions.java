package io.meshws.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How a command is called.
 *
 * @param timeout how long to wait for the reply, waiting for a connection included; empty for the builder's
 * @param repeatable whether the command is called again on the next connection if this one is lost before the reply. The
 *     server remembers its answer for a while under a number that travels with the command, so it runs once and is answered
 *     once, on any instance that the client finds next. Without it, or if the server may not know of it any more, such a
 *     command fails with {@code EUNKNOWN}
 */
public record CommandOptions(Optional<Duration> timeout, boolean repeatable) {
    public static final CommandOptions DEFAULT = new CommandOptions(Optional.empty(), false);

    public CommandOptions timeout(Duration time) {
        return new CommandOptions(Optional.of(time), repeatable);
    }

    public CommandOptions repeatable(boolean isRepeatable) {
        return new CommandOptions(timeout, isRepeatable);
    }
}
