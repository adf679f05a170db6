package io.meshws.it;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** An application that has its own Redisson and its own configuration, and sets no property of mesh. */
@ApplicationScoped
public class GivenBeans {
    static final String URI = "it.redis.uri";
    static final String PREFIX = "it.redis.prefix";

    @Produces
    @ApplicationScoped
    RedissonClient redisson() {
        Config config = new Config();
        // The default needs Kryo, which mesh leaves out.
        config.setCodec(StringCodec.INSTANCE);
        config.useSingleServer().setAddress(System.getProperty(URI));
        return Redisson.create(config);
    }

    void close(@Disposes RedissonClient client) {
        client.shutdown();
    }

    @Produces
    @Singleton
    MeshConfig config() {
        return MeshConfig.builder()
                .set(MeshProperty.REDIS_PREFIX, System.getProperty(PREFIX))
                .set(MeshProperty.PATHS, List.of("/mesh", "/given"))
                .build();
    }
}
