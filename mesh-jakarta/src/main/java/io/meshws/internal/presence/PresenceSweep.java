package io.meshws.internal.presence;

import io.meshws.ClusterUnavailableException;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.internal.cluster.PresenceDirectory.Expiry;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.time.Agenda;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Removes overdue members and states from the rooms that this instance is involved with: it looks at every room
 * regularly, and again when the next thing in it ends. Connections that are only overdue because no instance could
 * renew them stay: for up to a lease after this instance reached the store again, the others have time to renew them.
 * Thread-safe.
 */
final class PresenceSweep {
    /** Changes that another instance wrote in between aren't known here. */
    private static final Duration LONGEST = Duration.ofSeconds(2);
    /** Anything that ends later is found again in time, even if a look is late by a tick and a little. */
    private static final Duration NEAR = LONGEST.plusSeconds(2);

    private final PresenceDirectory directory;
    private final Cluster cluster;
    private final Agenda<String> agenda;
    private final LongSupplier nanos;
    /** When to look at each room again, on the clock of {@link System#nanoTime}. */
    private final ConcurrentHashMap<String, Long> looks = new ConcurrentHashMap<>();

    private volatile long patientUntil;

    PresenceSweep(Cluster cluster, Agenda<String> agenda, LongSupplier nanos) {
        this.directory = cluster.presence();
        this.cluster = cluster;
        this.agenda = agenda;
        this.nanos = nanos;
        this.patientUntil = nanos.getAsLong();
    }

    /** The store was out of reach until now; until the given time the other instances may renew their deadlines. */
    void rejoined(long newPatientUntil) {
        patientUntil = newPatientUntil;
    }

    /** Whether an overdue connection may just not have been renewed. */
    boolean isPatient() {
        return nanos.getAsLong() - patientUntil < 0;
    }

    /** Something in the room ends after this time. */
    void ends(String room, Duration time) {
        if (time.compareTo(NEAR) < 0) {
            agenda.in(room, time);
        }
    }

    void tick(Set<String> rooms, long now) {
        looks.keySet().retainAll(rooms);
        agenda.retain(rooms);
        for (String room : rooms) {
            Long at = looks.get(room);
            if (at == null || now - at >= 0) {
                looks.put(room, now + LONGEST.toNanos());
                take(room);
            }
        }
    }

    /**
     * Removes everything that is overdue.
     *
     * @return the version of the last change; that change has already been published
     */
    CompletionStage<Long> take(String room) {
        return cluster.isAvailable()
                ? Attempt.of(() -> directory.expire(room, !isPatient())).thenCompose(expiry -> taken(room, expiry))
                : CompletableFuture.failedStage(new ClusterUnavailableException("The shared store cannot be reached"));
    }

    private CompletionStage<Long> taken(String room, Expiry expiry) {
        if (expiry.next().filter(Duration::isZero).isPresent()) {
            return take(room);
        }
        expiry.next().ifPresent(time -> ends(room, time));
        return CompletableFuture.completedStage(expiry.version());
    }
}
