package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.util.UUID;
import java.util.concurrent.Executor;

class RedisWaitingApplicationIT extends WaitingApplicationContract {
    @Override
    TestInstance newInstance(Executor workers) {
        MeshConfig config = MeshConfig.builder()
                .set(
                        MeshProperty.REDIS_URI,
                        RedisUri.parse(EmbeddedRedis.shared().uri()))
                .set(MeshProperty.REDIS_PREFIX, "test-" + UUID.randomUUID())
                .build();
        return TestInstance.onRedis(config, workers);
    }
}
