package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.redis.Lease.Standing;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Finds out whether a session still works. It renews the instance's lease, which shows whether Redis answers and still
 * knows the instance. It also sends a probe through the instance's channel, which shows whether messages still arrive.
 * Belongs to {@code mesh-redis}.
 */
final class Heartbeat {
    static final Duration INTERVAL = Duration.ofSeconds(1);
    static final String DECLARED_DEAD = "this instance was declared dead, and another one is cleaning up after it";

    private final Session session;
    private final Lease lease;
    private final Duration patience;
    private final Executor redis;
    private final Findings findings;
    private boolean beating;
    private boolean ended;

    /** Told of the problems that a heartbeat finds. */
    interface Findings {
        /** The session no longer works. */
        void lost(String reason);

        /** Redis doesn't know this instance, or knows less of it than before. */
        void forgotten(Standing standing);
    }

    private record Beat(Lease.Renewal renewal, boolean heard) {}

    /**
     * @param timeout within which Redis answers
     */
    Heartbeat(Session session, Lease lease, Duration timeout, Executor redis, Findings findings) {
        this.session = session;
        this.lease = lease;
        this.patience = timeout.plus(INTERVAL);
        this.redis = redis;
        this.findings = findings;
    }

    /** Does nothing while the last one is unanswered. */
    void beat() {
        if (beating) {
            return;
        }
        beating = true;
        try {
            lease.renew(session)
                    .thenCombine(session.probe(), Beat::new)
                    .whenComplete((beat, failure) -> redis.execute(() -> felt(beat, failure)));
        } catch (Throwable e) {
            felt(null, e);
        }
    }

    /** Nothing is found any more. */
    void end() {
        ended = true;
    }

    private void felt(Beat beat, Throwable failure) {
        if (ended) {
            return;
        }
        beating = false;
        if (failure != null) {
            findings.lost(Reason.of(failure));
            return;
        }
        Standing standing = lease.renewed(beat.renewal());
        if (!beat.heard() || session.isDeaf(patience)) {
            findings.lost("messages do not reach this instance");
        } else if (standing == Standing.DEAD) {
            findings.lost(DECLARED_DEAD);
        } else if (standing != Standing.KNOWN) {
            findings.forgotten(standing);
        }
    }
}
