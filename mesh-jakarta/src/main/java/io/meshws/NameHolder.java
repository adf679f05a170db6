package io.meshws;

import java.time.Instant;
import java.util.Optional;

/**
 * The holder of a name.
 *
 * @param connectionId of the client, or the last one that it had; empty if a bean has the name
 * @param instanceId the holder's instance, or its last one
 * @param since when it took the name, by Redis' clock; coming back changes nothing
 * @param isAway whether its connection ended, or its instance died, and the name is kept for it
 */
public record NameHolder(
        String name, Optional<String> connectionId, String instanceId, Instant since, boolean isAway) {}
