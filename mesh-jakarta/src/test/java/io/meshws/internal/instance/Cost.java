package io.meshws.internal.instance;

import com.sun.management.OperatingSystemMXBean;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** What work costs: time, and processor time of this JVM and of Redis, in seconds. */
record Cost(double time, double processors) {
    private static final int LANES = 16;
    private static final double NANOS = 1e9;
    private static final Pattern OF_REDIS = Pattern.compile("used_cpu_(?:sys|user):(\\S+)");

    /** Of so many operations, sixteen at a time; operations with the same number are never done at the same time. */
    static Cost of(EmbeddedRedis redis, int operations, IntFunction<CompletionStage<?>> operation) {
        double processors = processors(redis);
        long begun = System.nanoTime();
        List<CompletableFuture<?>> lanes = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            CompletableFuture<?> last = CompletableFuture.completedFuture(null);
            for (int i = 0; i < operations / LANES; i++) {
                int number = lane * 4 + i % 4;
                last = last.thenCompose(done -> operation.apply(number));
            }
            lanes.add(last);
        }
        lanes.forEach(Eventually::get);
        double time = (System.nanoTime() - begun) / NANOS;
        return new Cost(time, processors(redis) - processors);
    }

    /** So far. */
    static double processors(EmbeddedRedis redis) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double ofRedis = new Scanner(redis.text("INFO cpu"))
                .findAll(OF_REDIS)
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
        return system.getProcessCpuTime() / NANOS + ofRedis;
    }
}
