package io.meshws.internal.presence;

import io.meshws.internal.cluster.PresenceDirectory.Member;
import io.meshws.internal.cluster.PresenceDirectory.State;
import io.meshws.internal.connection.Connection;
import java.time.Duration;
import java.util.Optional;

/**
 * A client of this instance in a tracked room, with everything that the store knows about it, in case the store forgets
 * it. Thread-safe.
 */
final class LocalMember {
    private final Connection connection;
    private final String user;
    private volatile Kept kept;

    /**
     * @param endsAt on the clock of {@link System#nanoTime}, if the state expires
     */
    private record Kept(State state, long endsAt) {
        Optional<State> at(long now) {
            if (state.expireAfter().isEmpty()) {
                return Optional.of(state);
            }
            Duration left = Duration.ofNanos(endsAt - now);
            return left.toMillis() < 1 ? Optional.empty() : Optional.of(new State(state.text(), Optional.of(left)));
        }
    }

    LocalMember(Connection connection, String user) {
        this.connection = connection;
        this.user = user;
    }

    Connection connection() {
        return connection;
    }

    /** The member with its current state and the remaining time of that. */
    Member at(long now) {
        Kept last = kept;
        return with(last == null ? Optional.empty() : last.at(now));
    }

    Member with(Optional<State> state) {
        return new Member(connection.id(), user, state);
    }

    /** The store has had this state since then. */
    void keep(Optional<State> state, long since) {
        kept = state.map(value -> new Kept(
                        value, since + value.expireAfter().orElse(Duration.ZERO).toNanos()))
                .orElse(null);
    }
}
