package io.meshws.internal.record;

import io.meshws.Guard;
import io.meshws.Records;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.security.Exposure;
import io.meshws.internal.security.Selector;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** How long records exist after their last write. Thread-safe. */
final class RecordLives {
    private final Cluster cluster;
    /** An exposure finds the setting of a name; nobody asks the guards. */
    private final Exposure<Duration> lives;

    private final AtomicBoolean expiring = new AtomicBoolean();
    private volatile boolean any;

    RecordLives(Cluster cluster, FailureLog failures) {
        this.cluster = cluster;
        this.lives = new Exposure<>(failures);
    }

    void add(Selector records, Duration life) {
        lives.add(records, Guard.ANYONE, checked(life));
        any = true;
    }

    private static Duration checked(Duration life) {
        Objects.requireNonNull(life, "life");
        if (life.compareTo(Records.MIN_LIFE) < 0 || life.compareTo(Records.MAX_LIFE) > 0) {
            throw new IllegalArgumentException("A record must exist for 1 s to " + Records.MAX_LIFE.toDays() + " days");
        }
        return life;
    }

    /** 0 if the record stays until it's deleted. */
    long millis(String recordId) {
        return any ? lives.settingOf(recordId).map(Duration::toMillis).orElse(0L) : 0;
    }

    /** Called about once a second. */
    void tick() {
        if (any && cluster.isAvailable() && expiring.compareAndSet(false, true)) {
            // Failures are tried again at the next tick.
            cluster.records().expire().whenComplete((done, failure) -> expiring.set(false));
        }
    }
}
