package io.meshws.internal.name;

import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.host.Host;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.time.Agenda;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Frees names whose grace has ended: when the next grace ends, and at each tick. After the store was away it waits for a grace,
 * because nobody could come back meanwhile. Thread-safe.
 */
final class NameSweep {
    /** One look frees all whose grace has ended by then. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final String NAMES = "names";

    private final Cluster cluster;
    private final Duration grace;
    private final NameEvents events;
    private final LongSupplier nanos;
    private final Agenda<String> agenda;
    private final AtomicBoolean looking = new AtomicBoolean();
    private boolean joined;
    private boolean patient;
    private volatile long patientUntil;

    NameSweep(Cluster cluster, Duration grace, NameEvents events, Host host) {
        this.cluster = cluster;
        this.grace = grace;
        this.events = events;
        this.nanos = host.nanos();
        this.agenda = new Agenda<>(host.scheduler(), nanos, PAUSE, names -> look());
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
        ends(grace);
    }

    private void ends(Duration time) {
        agenda.soon(NAMES, nanos.getAsLong() + time.toNanos());
    }

    /** Called about once a second. */
    void look() {
        if (isPatient()) {
            agenda.soon(NAMES, patientUntil);
        } else if (cluster.isAvailable() && looking.compareAndSet(false, true)) {
            // Failures are retried at the next tick.
            Attempt.of(() -> cluster.names().expire()).whenComplete((expiry, failure) -> {
                looking.set(false);
                if (failure == null) {
                    expiry.freed().forEach(events::freed);
                    expiry.next().ifPresent(this::ends);
                }
            });
        }
    }

    void stop() {
        agenda.stop();
    }
}
