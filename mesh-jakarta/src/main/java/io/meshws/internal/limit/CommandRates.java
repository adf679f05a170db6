package io.meshws.internal.limit;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How fast connections of this instance may send commands, each by itself and all of a user together. Thread-safe. */
public final class CommandRates {
    private final int ofConnection;
    private final int ofUser;
    private final LongSupplier nanos;
    private final Map<String, TokenBucket> users = new ConcurrentHashMap<>();

    /**
     * @param nanos the clock of {@link System#nanoTime}
     */
    public CommandRates(MeshConfig config, LongSupplier nanos) {
        this.ofConnection = config.get(MeshProperty.COMMANDS_PER_SECOND);
        this.ofUser = config.get(MeshProperty.USER_COMMANDS_PER_SECOND);
        this.nanos = nanos;
    }

    /** For one connection that is new; null if there is no limit. */
    public TokenBucket newBucket() {
        return ofConnection == 0 ? null : new TokenBucket(ofConnection, nanos.getAsLong());
    }

    /**
     * A client sent a command.
     *
     * @param own the result of {@link #newBucket} for its connection
     * @param now on the clock of {@link System#nanoTime}, which is read once for a command
     * @return 0 if it may, otherwise how long it has to wait, in ns, with a minus if that's because of its user
     */
    public long take(TokenBucket own, Optional<Principal> user, long now) {
        long wait = own == null ? 0 : own.take(now);
        if (wait > 0 || ofUser == 0 || user.isEmpty()) {
            return wait;
        }
        wait = users.computeIfAbsent(user.get().getName(), name -> new TokenBucket(ofUser, now))
                .take(now);
        if (wait > 0 && own != null) {
            own.giveBack();
        }
        return -wait;
    }

    /** Forgets users who could start over. Called about once a second. */
    public void tick(long now) {
        users.values().removeIf(bucket -> bucket.isFull(now));
    }

    /** How many users are remembered. */
    int users() {
        return users.size();
    }
}
