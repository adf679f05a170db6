package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.InstanceNames;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Logs whether Redis can be reached: the first failure at once, further ones at most once a minute, and a lasting one
 * every ten minutes. {@code mesh-redis} calls it.
 */
final class LinkLog {
    private static final System.Logger LOG = System.getLogger(LinkLog.class.getPackageName());
    private static final long NEXT_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long REMINDER_NANOS = Duration.ofMinutes(10).toNanos();

    private final InstanceNames identity;
    private final String redis;
    private final LongSupplier nanos;
    private boolean connectedBefore;
    private boolean down;
    /** Whether the current outage, or the one that just ended, has been logged. */
    private boolean logged;

    private boolean everLogged;
    private long lastLogged;
    private int notLogged;

    /**
     * @param redis the address of Redis, without a password
     * @param nanos the clock of {@link System#nanoTime}
     */
    LinkLog(InstanceNames identity, String redis, LongSupplier nanos) {
        this.identity = identity;
        this.redis = redis;
        this.nanos = nanos;
    }

    void connected() {
        down = false;
        if (!connectedBefore) {
            connectedBefore = true;
            LOG.log(
                    Level.INFO,
                    "MESH-0100 Application {0} is connected to Redis at {1} as instance {2}; its keys begin with {3}",
                    identity.application(),
                    redis,
                    identity.instanceId(),
                    identity.prefix());
        } else if (logged) {
            logAgain();
        }
        logged = false;
    }

    /** The connection was lost and re-established before mesh noticed. */
    void reconnected() {
        if (due()) {
            logAgain();
            remember();
        } else {
            notLogged++;
        }
    }

    /** Redis was reachable all the time, but may have lost the latest writes. */
    void wentBack() {
        LOG.log(
                Level.INFO,
                "MESH-0121 Redis at {1} went back to an earlier state, or a node of it failed over: application {0} writes"
                        + " the data of this instance again",
                identity.application(),
                redis);
    }

    void unreachable(String reason) {
        failed("MESH-0101 Application {0} cannot reach Redis at {1}; retrying: {2}{3}", reason);
    }

    void lost(String reason) {
        failed("MESH-0102 Application {0} lost Redis at {1}; reconnecting: {2}{3}", reason);
    }

    private void failed(String message, String reason) {
        boolean begins = !down;
        down = true;
        if (due()) {
            String others = notLogged == 0 ? "" : "; further failures not logged: " + notLogged;
            LOG.log(Level.WARNING, message, identity.application(), redis, reason, others);
            logged = true;
            remember();
        } else if (begins) {
            notLogged++;
        }
    }

    private void logAgain() {
        LOG.log(
                Level.INFO,
                "MESH-0103 Application {0} can reach Redis at {1} again; writing the data of this instance again",
                identity.application(),
                redis);
    }

    private boolean due() {
        return !everLogged || nanos.getAsLong() - lastLogged >= (logged ? REMINDER_NANOS : NEXT_NANOS);
    }

    private void remember() {
        everLogged = true;
        lastLogged = nanos.getAsLong();
        notLogged = 0;
    }
}
