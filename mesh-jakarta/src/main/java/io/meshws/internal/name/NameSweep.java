package io.meshws.internal.name;

import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.serial.Attempt;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Frees names whose grace is over, at each tick. After the store was away it waits for a grace, because nobody could come
 * back meanwhile. Thread-safe.
 */
final class NameSweep {
    private final Cluster cluster;
    private final long graceNanos;
    private final NameEvents events;
    private final AtomicBoolean busy = new AtomicBoolean();
    private boolean joined;
    private boolean patient;
    private long patientUntil;

    NameSweep(Cluster cluster, Duration grace, NameEvents events) {
        this.cluster = cluster;
        this.graceNanos = grace.toNanos();
        this.events = events;
    }

    synchronized void rejoined(long now) {
        patient = joined;
        patientUntil = now + graceNanos;
        joined = true;
    }

    private synchronized boolean isPatient(long now) {
        patient &= now - patientUntil < 0;
        return patient;
    }

    void tick(long now) {
        if (!isPatient(now) && busy.compareAndSet(false, true)) {
            Attempt.of(() -> cluster.names().expire()).whenComplete((freed, failure) -> {
                busy.set(false);
                if (failure == null) {
                    freed.forEach(events::freed);
                }
            });
        }
    }
}
