package io.meshws.internal.cluster.redis;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * The lease of this instance, and Redis' report about the instance when it's renewed. Belongs to {@code
 * mesh-redis}, except for the results of stages.
 */
final class Lease {
    private final Keys keys;
    private final String instanceId;
    private final String millis;
    private final Setbacks setbacks;
    private Renewal last = new Renewal(Standing.UNKNOWN, "0", "");

    /** Redis' knowledge of this instance. */
    enum Standing {
        KNOWN,
        /** Redis may know less than before: it went back, or another node of a Redis Cluster became a master. */
        BACK,
        UNKNOWN,
        /** Another instance is cleaning up after this one, which must not write before that is done. */
        DEAD
    }

    /**
     * The answer of {@code register.lua}.
     *
     * @param deadline by Redis' clock
     * @param failover in Redis Cluster the number of the last failover; otherwise empty
     */
    record Renewal(Standing standing, String deadline, String failover) {}

    Lease(Keys keys, String instanceId, Duration length, Setbacks setbacks) {
        this.keys = keys;
        this.instanceId = instanceId;
        this.millis = Long.toString(length.toMillis());
        this.setbacks = setbacks;
    }

    /** The result must be passed to {@link #renewed}. */
    CompletableFuture<Renewal> renew(Session session) {
        return session.<List<String>>eval(
                        Script.REGISTER,
                        List.of(keys.instances(), keys.dead(), keys.cleaners(), keys.lastBeat()),
                        List.of(instanceId, millis, last.deadline(), session.isCluster() ? "1" : "0"))
                .thenApply(answer -> new Renewal(
                        Standing.valueOf(answer.get(0).toUpperCase(Locale.ROOT)), answer.get(1), answer.get(2)));
    }

    Standing renewed(Renewal renewal) {
        if (renewal.standing() == Standing.DEAD) {
            return Standing.DEAD;
        }
        boolean failedOver = !renewal.failover().equals(last.failover());
        last = renewal;
        if (renewal.standing() == Standing.BACK) {
            setbacks.found("instance", instanceId);
        }
        return renewal.standing() == Standing.KNOWN && failedOver ? Standing.BACK : renewal.standing();
    }
}
