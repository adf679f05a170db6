package io.meshws.internal.instance;

import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.testing.Departures;
import io.meshws.testing.Eventually;
import io.meshws.testing.Setback;
import io.meshws.testing.TestInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on a Redis that goes back to an earlier state. */
abstract class SetbackSetting {
    @TempDir
    private Path directory;

    Setback redis;
    TestInstance one;
    TestInstance two;
    private final List<TestInstance> instances = new ArrayList<>();
    private long lastTick = System.nanoTime();

    void start(Setback.Way way) {
        redis = Setback.of(way, directory);
        one = newInstance();
        two = newInstance();
    }

    private TestInstance newInstance() {
        MeshConfig config = PresenceSetting.patient()
                .set(MeshProperty.REDIS_URI, RedisUri.parse(redis.uri()))
                .set(MeshProperty.REDIS_TIMEOUT, Duration.ofSeconds(2))
                .set(MeshProperty.INSTANCE_LEASE, Duration.ofSeconds(10))
                .build();
        TestInstance instance = TestInstance.onRedis(config);
        instances.add(instance);
        instance.mesh.channels().expose(Pattern.compile("kept.*"), Guard.ANYONE, 1000);
        instance.mesh.channels().expose(Pattern.compile("passing.*"), Guard.ANYONE, 0);
        instance.mesh.records().exposeWritable(Pattern.compile(".*"));
        instance.mesh.presence().track(Pattern.compile(".*"));
        return instance;
    }

    @AfterEach
    void close() {
        instances.forEach(TestInstance::leave);
        Departures.await();
        redis.close();
    }

    /** One tick of each instance; their clocks advance as fast as Redis' clock. */
    void tick() {
        long now = System.nanoTime();
        instances.forEach(instance -> {
            instance.clock.advance(Duration.ofNanos(now - lastTick));
            instance.mesh.tick();
        });
        lastTick = now;
    }

    void allAvailable() {
        eventually(() -> one.mesh.isClusterAvailable() && two.mesh.isClusterAvailable());
    }

    /** With ticks: the next one retries operations that failed while Redis was away. */
    void eventually(BooleanSupplier condition) {
        Eventually.holds(() -> {
            tick();
            return condition.getAsBoolean();
        });
    }

    /** Retries until Redis acknowledges, and returns the result. */
    static <T> T acknowledged(Supplier<CompletionStage<T>> attempt) {
        List<T> result = new ArrayList<>();
        Eventually.holds(TestInstance.attempts(() -> attempt.get().thenApply(result::add)));
        return result.get(0);
    }
}
