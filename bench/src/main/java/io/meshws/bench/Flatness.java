package io.meshws.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/** Tells when a rate has stopped rising: once the last seconds differ by no more than a tenth. */
final class Flatness {
    private static final int SECONDS = 4;
    private static final double SPREAD = 0.1;

    private final Deque<Long> last = new ArrayDeque<>();

    /** Takes the count of one more second. */
    boolean reachedWith(long count) {
        last.addLast(count);
        if (last.size() > SECONDS) {
            last.removeFirst();
        }
        long most = last.stream().mapToLong(Long::longValue).max().orElseThrow();
        long least = last.stream().mapToLong(Long::longValue).min().orElseThrow();
        return last.size() == SECONDS && most - least <= most * SPREAD;
    }
}
