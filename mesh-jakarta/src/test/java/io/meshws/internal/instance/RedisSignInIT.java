package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.internal.cluster.redis.RedisCluster;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import java.util.UUID;

class RedisSignInIT extends SignInContract {
    private final String prefix = "test-" + UUID.randomUUID();

    @Override
    TestInstance newInstance() {
        MeshConfig config = settings()
                .set(
                        MeshProperty.REDIS_URI,
                        RedisUri.parse(EmbeddedRedis.shared().uri()))
                .set(MeshProperty.REDIS_PREFIX, prefix)
                .build();
        TestInstance instance =
                new TestInstance(new RedisCluster(config, Thread::new), config, Runnable::run, authenticator());
        Eventually.holds(instance.mesh::isClusterAvailable);
        return instance;
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
