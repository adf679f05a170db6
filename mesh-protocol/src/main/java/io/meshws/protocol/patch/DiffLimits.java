package io.meshws.protocol.patch;

/**
 * Limits the work of a diff and the size of its patch. Work is counted, not timed, so the same pair ends the same way
 * on every machine: one step for each value looked at and each comparison of two array elements, more for long strings,
 * long numbers and each operation that is written. The default takes about 50 ms on one slow core.
 *
 * @param maxSteps after this many steps the full value replaces the patch
 * @param maxExcess how many characters longer than the full value's text the patch's text may be: enough for a few
 *     operations on a small value
 */
record DiffLimits(long maxSteps, int maxExcess) {
    static final DiffLimits DEFAULT = new DiffLimits(500_000, 1024);

    DiffLimits {
        if (maxSteps < 1 || maxExcess < 0) {
            throw new IllegalArgumentException("maxSteps must be positive, maxExcess not negative");
        }
    }
}
