package io.meshws.internal.name;

import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.host.Environment;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.time.Lookout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Frees names whose grace has ended: when the next grace ends, and at each tick. After the store was away it waits for a grace,
 * because no holder could come back meanwhile. Thread-safe.
 */
final class NameSweep {
    private final Cluster cluster;
    private final Duration grace;
    private final NameEvents events;
    private final LongSupplier nanos;
    private final Lookout lookout;
    private boolean joined;
    private boolean patient;
    private volatile long patientUntil;

    NameSweep(Cluster cluster, Duration grace, NameEvents events, Environment environment) {
        this.cluster = cluster;
        this.grace = grace;
        this.events = events;
        this.nanos = environment.nanos();
        this.lookout = new Lookout(environment.scheduler(), nanos, this::look, this::expire);
    }

    synchronized void rejoined(long now) {
        patient = joined;
        patientUntil = now + grace.toNanos();
        joined = true;
    }

    /** Whether holders whose grace has ended may have been unable to come back. */
    synchronized boolean isPatient() {
        patient &= nanos.getAsLong() - patientUntil < 0;
        return patient;
    }

    /** A holder is away. */
    void left() {
        lookout.endsIn(grace);
    }

    /** Called about once a second. */
    void look() {
        if (isPatient()) {
            lookout.endsAt(patientUntil);
        } else if (cluster.isAvailable()) {
            lookout.look();
        }
    }

    private CompletionStage<Optional<Duration>> expire() {
        return Attempt.of(() -> cluster.names().expire()).thenApply(expiry -> {
            expiry.freed().forEach(events::freed);
            return expiry.next();
        });
    }

    void stop() {
        lookout.stop();
    }
}
