package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.util.UUID;

class RedisWebmeshIT extends WebmeshContract {
    private final String prefix = "test-" + UUID.randomUUID();

    @Override
    TestInstance newInstance() {
        return onRedis(EmbeddedRedis.shared().uri(), prefix, MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
