package io.meshws.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells when a server is warm: once the rates of the last seconds differ by no more than a tenth, and its compilers have little
 * left to do. A rate alone can be flat for a while before the next code is compiled.
 */
final class Flatness {
    private static final int SECONDS = 4;
    private static final double SPREAD = 0.1;
    private static final double COMPILERS = 0.05;

    private final Deque<Second> last = new ArrayDeque<>();

    private record Second(long count, double compilers) {}

    /**
     * Takes one more second.
     *
     * @param compilers the part of the server's processor time that went into its compilers
     */
    boolean reachedWith(long count, double compilers) {
        last.addLast(new Second(count, compilers));
        if (last.size() > SECONDS) {
            last.removeFirst();
        }
        long most = last.stream().mapToLong(Second::count).max().orElseThrow();
        long least = last.stream().mapToLong(Second::count).min().orElseThrow();
        return last.size() == SECONDS
                && most - least <= most * SPREAD
                && last.stream().allMatch(second -> second.compilers() <= COMPILERS);
    }
}
