package io.meshws.internal.presence;

import io.meshws.Guard;
import io.meshws.MeshConnection;
import java.time.Duration;
import java.util.Objects;

/** How rooms are tracked: who may see them, and how long a member is present without a sign of life. */
record TrackingRule(Guard guard, Duration ttl) implements Guard {
    TrackingRule {
        Objects.requireNonNull(guard, "guard");
        Objects.requireNonNull(ttl, "ttl");
        if (ttl.toMillis() < 1) {
            throw new IllegalArgumentException("A time to live must be longer than 0");
        }
    }

    @Override
    public Object allows(MeshConnection connection, String room) throws Exception {
        return guard.allows(connection, room);
    }
}
