package io.meshws.protocol.patch;

/**
 * How much work a diff may be, and how large its patch. Work is counted, not timed, so that the same pair ends the same
 * way on every machine: one step for each value looked at and each comparison of two elements of an array, more for long
 * strings, long numbers and each operation that is written. The default is some 50 ms on one slow core.
 *
 * @param maxSteps beyond so many steps the full value stands in for the patch
 * @param maxExcess by how many characters the patch's text may be longer than the full value's: enough for a few
 *     operations on a small value
 */
public record DiffLimits(long maxSteps, int maxExcess) {
    public static final DiffLimits DEFAULT = new DiffLimits(500_000, 1024);

    public DiffLimits {
        if (maxSteps < 1 || maxExcess < 0) {
            throw new IllegalArgumentException("maxSteps must be positive, maxExcess not negative");
        }
    }
}
