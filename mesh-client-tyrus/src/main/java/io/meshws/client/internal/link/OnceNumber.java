package io.meshws.client.internal.link;

import io.meshws.protocol.Once;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.TreeSet;

/** The number under which the server remembers the answer to one request of a client. Thread-safe. */
final class OnceNumber {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Sequence sequence;
    private final long number;

    private OnceNumber(Sequence sequence, long number) {
        this.sequence = sequence;
        this.number = number;
    }

    /** Whose, which, and up to which the server may forget. */
    Once once() {
        return new Once(sequence.client, number, sequence.answered());
    }

    void answered() {
        sequence.remove(number);
    }

    /** The numbers of one client. */
    static final class Sequence {
        private final String client;
        private final TreeSet<Long> unanswered = new TreeSet<>();
        private long last;

        Sequence() {
            // Whoever knows it could ask for the answers.
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
