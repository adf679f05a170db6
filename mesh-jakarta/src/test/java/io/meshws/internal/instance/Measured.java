package io.meshws.internal.instance;

import io.meshws.Records;
import io.meshws.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How long writes take, sixteen at a time, each lane with four records of its own. */
record Measured(Records records) {
    private static final int LANES = 16;

    long nanos(String prefix, int writes) {
        long begun = System.nanoTime();
        List<CompletableFuture<?>> lanes = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            CompletableFuture<?> last = CompletableFuture.completedFuture(null);
            for (int i = 0; i < writes / LANES; i++) {
                String recordId = prefix + lane + "-" + i % 4;
                int value = i;
                last = last.thenCompose(done -> records.write(recordId, begun + value));
            }
            lanes.add(last);
        }
        lanes.forEach(Eventually::get);
        return System.nanoTime() - begun;
    }
}
