package io.meshws.internal.cdi;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.InstanceNames;
import io.meshws.internal.cluster.LateCluster;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.cluster.redis.RedisCluster;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.redisson.api.RedissonClient;

/** Chooses between Redis and memory, and the names under which the instance joins. */
final class Engine {
    private static final System.Logger LOG = System.getLogger("io.meshws");

    private final MeshConfig config;
    private final Optional<Supplier<RedissonClient>> given;
    private final ThreadFactory threads;
    private final Cluster cluster;
    private volatile String name = "memory";

    /**
     * @param given the application's own client, if it has one
     * @param contextPath of the web application, if it has begun to start
     */
    Engine(
            MeshConfig config,
            Optional<Supplier<RedissonClient>> given,
            ThreadFactory threads,
            Optional<String> contextPath) {
        this.config = config;
        this.given = given;
        this.threads = threads;
        this.cluster = choose(contextPath);
    }

    private Cluster choose(Optional<String> contextPath) {
        if (given.isEmpty() && config.find(MeshProperty.REDIS_URI).isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "MESH-0003 mesh.redis.uri is not set; using the memory engine, which serves this instance only");
            return new MemoryCluster(config.get(MeshProperty.CHANNEL_TTL), System::nanoTime, System::currentTimeMillis);
        }
        return contextPath.isPresent() || config.find(MeshProperty.REDIS_PREFIX).isPresent()
                ? redis(InstanceNames.of(contextPath, config.find(MeshProperty.REDIS_PREFIX)))
                : new LateCluster(this::redis);
    }

    private Cluster redis(InstanceNames identity) {
        String address = given.isPresent()
                ? "the address of the application's RedissonClient"
                : config.get(MeshProperty.REDIS_URI).toString();
        name = "Redis at " + address + " with the prefix " + identity.prefix();
        return given.isPresent()
                ? new RedisCluster(config, identity, given.get(), threads, RedisCluster.LATE)
                : new RedisCluster(config, identity, threads, RedisCluster.LATE);
    }

    Cluster cluster() {
        return cluster;
    }

    /** Whether the cluster waits for {@link #begin}. */
    boolean isLate() {
        return cluster instanceof LateCluster;
    }

    /**
     * Called when the web application starts.
     *
     * @return a stage that completes when the instance may be used
     */
    CompletionStage<Void> begin(String contextPath) {
        return cluster instanceof LateCluster late ? late.begin(contextPath) : CompletableFuture.completedFuture(null);
    }

    /** For logs. */
    @Override
    public String toString() {
        return name;
    }
}
