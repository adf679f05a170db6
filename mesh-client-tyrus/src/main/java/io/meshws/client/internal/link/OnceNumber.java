package io.meshws.client.internal.link;

import io.meshws.client.internal.runtime.Timers;
import io.meshws.protocol.Once;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The number under which the server remembers the answer to one request of a client. Thread-safe. */
final class OnceNumber {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Sequence sequence;
    private final long number;

    // Guarded by this.
    private Memory memory = Memory.NONE;
    private long nanos;
    private long millis;

    private OnceNumber(Sequence sequence, long number) {
        this.sequence = sequence;
        this.number = number;
    }

    /** The client, the number, and the number up to which the server may forget. */
    Once once() {
        return new Once(sequence.client, number, sequence.answered());
    }

    void answered() {
        sequence.remove(number);
    }

    /** The request goes to a server for the first time. */
    synchronized void goesTo(Memory first, Timers timers) {
        memory = first;
        nanos = timers.nanos();
        millis = timers.millis();
    }

    /**
     * Whether a server surely knows the request's fate by this number. The last fifth of the time is left for the way.
     * While the machine sleeps one of the two clocks may stand still, and the other may be set.
     */
    synchronized boolean isKnownTo(Memory next, Timers timers) {
        long age = Math.max(TimeUnit.NANOSECONDS.toMillis(timers.nanos() - nanos), timers.millis() - millis);
        long limit = TimeUnit.SECONDS.toMillis(Math.min(memory.seconds(), next.seconds())) / 5 * 4;
        return age < limit && Objects.equals(memory.name(), next.name());
    }

    /** The numbers of one client. */
    static final class Sequence {
        private final String client;
        private final TreeSet<Long> unanswered = new TreeSet<>();
        private long last;

        Sequence() {
            // A client that knew it could ask for the answers.
            byte[] secret = new byte[18];
            RANDOM.nextBytes(secret);
            client = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        }

        synchronized OnceNumber next() {
            unanswered.add(++last);
            return new OnceNumber(this, last);
        }

        /** All up to this one are answered. */
        private synchronized long answered() {
            return unanswered.isEmpty() ? last : unanswered.first() - 1;
        }

        private synchronized void remove(long number) {
            unanswered.remove(number);
        }
    }
}
