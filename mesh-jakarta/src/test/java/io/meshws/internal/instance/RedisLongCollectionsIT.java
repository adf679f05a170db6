package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.UUID;

class RedisLongCollectionsIT extends LongCollectionsContract {
    private final String prefix = "test-" + UUID.randomUUID();

    @Override
    TestInstance newInstance(MeshConfig.Builder settings) {
        MeshConfig config = settings.set(
                        MeshProperty.REDIS_URI,
                        RedisUri.parse(EmbeddedRedis.shared().uri()))
                .set(MeshProperty.REDIS_PREFIX, prefix)
                .set(MeshProperty.REDIS_TIMEOUT, Duration.ofSeconds(5))
                .build();
        return TestInstance.onRedis(config);
    }
}
