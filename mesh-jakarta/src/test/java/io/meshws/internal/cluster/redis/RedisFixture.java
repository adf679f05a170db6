package io.meshws.internal.cluster.redis;

import io.meshws.MeshConfig;
import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.testing.Cable;
import io.meshws.testing.Clusters;
import io.meshws.testing.Departures;
import io.meshws.testing.EmbeddedRedis;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** Instances on the shared Redis, under their own prefix; with their own clients, or with a given one. */
final class RedisFixture implements ClusterFixture {
    private final Supplier<RedissonClient> given;
    private final String prefix = newPrefix();
    private final List<Instance> instances = new ArrayList<>();
    private final Map<Instance, Cable> cables = new HashMap<>();

    private RedisFixture(Supplier<RedissonClient> given) {
        this.given = given;
        another();
    }

    static RedisFixture withOwnClients() {
        return new RedisFixture(null);
    }

    static RedisFixture withGivenClient() {
        return new RedisFixture(() -> SharedClient.CLIENT);
    }

    /** A client as an application creates it: none of its settings are mesh's. */
    private static final class SharedClient {
        static final RedissonClient CLIENT = client();
    }

    static String newPrefix() {
        return "test-" + UUID.randomUUID();
    }

    static MeshConfig config(EmbeddedRedis redis, String prefix, Duration timeout) {
        return config(redis.uri(), prefix, timeout);
    }

    private static MeshConfig config(String uri, String prefix, Duration timeout) {
        return Clusters.withRedis(MeshConfig.builder(), uri, prefix, timeout).build();
    }

    @Override
    public Instance first() {
        return instances.get(0);
    }

    @Override
    public boolean hasSeveral() {
        return true;
    }

    @Override
    public Instance another() {
        MeshConfig config = config(EmbeddedRedis.shared(), prefix, Duration.ofSeconds(5));
        Instance instance = Instance.start(given == null ? Clusters.redis(config) : Clusters.redis(config, given));
        instances.add(instance);
        return instance;
    }

    /** A further instance with its own client, which {@link #kill} can kill. */
    Instance mortal() {
        Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
        Instance instance =
                Instance.start(Clusters.redis(config(cable.uri().toString(), prefix, Duration.ofSeconds(5))));
        instances.add(instance);
        cables.put(instance, cable);
        return instance;
    }

    /** To all others the instance is dead; returns when Redis has noticed, so that nothing is sent into the void. */
    void kill(Instance mortal) {
        cables.get(mortal).shut();
        EmbeddedRedis.shared().command("PING");
    }

    /** A client of the shared Redis, for looking behind the engine. */
    static RedissonClient client() {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.useSingleServer().setAddress(EmbeddedRedis.shared().uri());
        return Redisson.create(config);
    }

    Keys keys() {
        return new Keys(prefix);
    }

    /** Keys under the prefix, without it. */
    Set<String> keys(String pattern) {
        RedissonClient client = client();
        try {
            Set<String> keys = new HashSet<>();
            client.getKeys()
                    .getKeys(KeysScanOptions.defaults().pattern(prefix + ":" + pattern))
                    .forEach(key -> keys.add(key.substring(prefix.length() + 1)));
            return keys;
        } finally {
            client.shutdown();
        }
    }

    @Override
    public void close() {
        instances.forEach(instance -> Departures.add(instance.cluster().stop()));
        cables.values().forEach(Cable::close);
    }
}
