package io.meshws.bench;

import java.util.Arrays;

/** How long deliveries took, to 10 µs, up to ten seconds; longer ones count as ten seconds. */
final class Latencies {
    private static final int MICROS_EACH = 10;
    private static final double EACH_PER_MILLI = 1000.0 / MICROS_EACH;

    private final int[] counts = new int[1_000_001];
    private long total;

    void add(long micros) {
        counts[(int) Math.max(0, Math.min(micros / MICROS_EACH, counts.length - 1))]++;
        total++;
    }

    void clear() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    /** In ms: this share of the deliveries took no longer; NaN if there are none. */
    double percentile(double share) {
        if (total == 0) {
            return Double.NaN;
        }
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return i / EACH_PER_MILLI;
            }
        }
        throw new IllegalStateException("Fewer latencies than were counted");
    }
}
