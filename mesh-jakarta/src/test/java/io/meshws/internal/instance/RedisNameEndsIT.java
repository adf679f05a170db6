package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.UUID;

class RedisNameEndsIT extends NameEndsContract {
    private final String prefix = "test-" + UUID.randomUUID();

    @Override
    TestInstance newInstance() {
        return onRedis(
                EmbeddedRedis.shared().uri(),
                prefix,
                MeshConfig.builder().set(MeshProperty.NAME_GRACE, Duration.ofMillis(1)));
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
