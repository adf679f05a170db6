package io.meshws.internal.presence;

import io.meshws.internal.cluster.PresenceDirectory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes what is overdue from the rooms that this instance has to do with. Not who is overdue because nobody could renew
 * anything: for as long as a lease after this instance reached the store again, the others have time to. Thread-safe.
 */
final class Sweep {
    /** What another instance wrote meanwhile is not known here. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final PresenceDirectory directory;
    /** When each room is due, on the clock of {@link System#nanoTime}. */
    private final ConcurrentHashMap<String, Long> due = new ConcurrentHashMap<>();

    private volatile long patientUntil;

    Sweep(PresenceDirectory directory) {
        this.directory = directory;
    }

    /** The store was not reached until now; until the given time the other instances may renew what is theirs. */
    void rejoined(long newPatientUntil) {
        patientUntil = newPatientUntil;
    }

    /** Something may be due earlier than it was. */
    void soon(String room) {
        due.remove(room);
    }

    void tick(Set<String> rooms, long now) {
        due.keySet().retainAll(rooms);
        for (String room : rooms) {
            Long at = due.get(room);
            if (at == null || now - at >= 0) {
                due.put(room, now + LONGEST.toNanos());
                expire(room, now);
            }
        }
    }

    private void expire(String room, long now) {
        directory
                .expire(room, now - patientUntil >= 0)
                .thenAccept(next -> next.ifPresent(time -> {
                    if (time.isZero()) {
                        expire(room, now);
                    } else if (time.compareTo(LONGEST) < 0) {
                        due.computeIfPresent(room, (name, old) -> now + time.toNanos());
                    }
                }));
    }
}
