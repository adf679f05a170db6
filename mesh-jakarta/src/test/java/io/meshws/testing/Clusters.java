package io.meshws.testing;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.internal.cluster.InstanceNames;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.cluster.redis.RedisCluster;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.redisson.api.RedissonClient;

/** The engines as a deployment makes them, for an application at the root. */
public final class Clusters {
    private static final String ROOT = "";
    /** A busy machine doesn't make others wait, whose clocks stand still. */
    private static final Duration NEVER_LATE = Duration.ofDays(1);

    private Clusters() {}

    /** By the JVM's clocks. */
    public static MemoryCluster memory() {
        return new MemoryCluster(Duration.ofDays(1), System::nanoTime, System::currentTimeMillis);
    }

    /** With mesh's own clients. */
    public static RedisCluster redis(MeshConfig config) {
        return redis(config, ROOT);
    }

    /** With mesh's own clients, for an application with this context path. */
    static RedisCluster redis(MeshConfig config, String contextPath) {
        return new RedisCluster(config, names(config, contextPath), Thread::new, NEVER_LATE);
    }

    /** With mesh's own clients, for an instance that finds every message late. */
    static RedisCluster alwaysLate(MeshConfig config) {
        return new RedisCluster(config, names(config, ROOT), Thread::new, Duration.ZERO);
    }

    /** With the application's client. */
    public static RedisCluster redis(MeshConfig config, Supplier<RedissonClient> client) {
        return new RedisCluster(config, names(config, ROOT), client, Thread::new, NEVER_LATE);
    }

    /** Adds a Redis to the settings. */
    public static MeshConfig.Builder withRedis(
            MeshConfig.Builder settings, String uri, String prefix, Duration timeout) {
        return settings.set(MeshProperty.REDIS_URI, RedisUri.parse(uri))
                .set(MeshProperty.REDIS_PREFIX, prefix)
                .set(MeshProperty.REDIS_TIMEOUT, timeout);
    }

    private static InstanceNames names(MeshConfig config, String contextPath) {
        return InstanceNames.of(Optional.of(contextPath), config.find(MeshProperty.REDIS_PREFIX));
    }
}
