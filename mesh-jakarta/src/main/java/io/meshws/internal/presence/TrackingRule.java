package io.meshws.internal.presence;

import io.meshws.Guard;
import io.meshws.MeshConnection;
import java.time.Duration;
import java.util.Objects;

/** How rooms are tracked: who may see them, and how long a member is present without a sign of life. */
record TrackingRule(Guard guard, Duration ttl) implements Guard {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    TrackingRule {
        Objects.requireNonNull(guard, "guard");
        Objects.requireNonNull(ttl, "ttl");
        if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A time to live must be longer than 0 and at most 365 days");
        }
    }

    @Override
    public Object allows(MeshConnection connection, String room) throws Exception {
        return guard.allows(connection, room);
    }
}
