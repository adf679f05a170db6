package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.Instances.DeadConnectionListener;
import io.meshws.internal.cluster.redis.RedisCluster;
import io.meshws.testing.Cable;
import io.meshws.testing.Clusters;
import io.meshws.testing.Departures;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.RecordingReceiver;
import io.meshws.testing.TestInstance;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Instances that are cut off from Redis, which to all others looks like a kill. */
@ExtendWith(Departures.class)
abstract class DyingSetting {
    final String prefix = "test-" + UUID.randomUUID();

    final List<AutoCloseable> closing = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : closing) {
            each.close();
        }
    }

    MeshConfig config(String uri) {
        return config(uri, MeshConfig.builder());
    }

    private MeshConfig config(String uri, MeshConfig.Builder settings) {
        return Clusters.withRedis(settings, uri, prefix, Duration.ofMillis(500))
                .set(MeshProperty.INSTANCE_LEASE, Duration.ofSeconds(2))
                .build();
    }

    TestInstance instance(String uri) {
        return instance(config(uri));
    }

    TestInstance instance(MeshConfig.Builder settings) {
        return instance(config(EmbeddedRedis.shared().uri(), settings));
    }

    private TestInstance instance(MeshConfig config) {
        TestInstance instance = TestInstance.onRedis(config);
        closing.add(instance::leave);
        return instance;
    }

    TestInstance instance() {
        return instance(EmbeddedRedis.shared().uri());
    }

    Cable cable(EmbeddedRedis redis) {
        Cable cable = new Cable(URI.create(redis.uri()));
        closing.add(cable);
        return cable;
    }

    Cable cable() {
        return cable(EmbeddedRedis.shared());
    }

    /** Ends a cable; returns when Redis knows that nobody listens there any more, so that nothing is sent into the void. */
    static void end(Cable cable) {
        cable.shut();
        EmbeddedRedis.shared().command("PING");
    }

    RedisCluster cleaner() {
        RedisCluster cluster = Clusters.redis(config(EmbeddedRedis.shared().uri()));
        closing.add(() -> Departures.add(cluster.stop()));
        cluster.start(new RecordingReceiver());
        Eventually.holds(cluster::isAvailable);
        return cluster;
    }

    static boolean cleanedUp(RedisCluster cleaner, DeadConnectionListener listener) {
        return cleaner.instances()
                .cleanUp(listener)
                .handle((done, failure) -> failure == null && done)
                .toCompletableFuture()
                .join();
    }
}
