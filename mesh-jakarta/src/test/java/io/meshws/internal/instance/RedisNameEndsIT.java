package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.testing.TestInstance;
import java.time.Duration;

class RedisNameEndsIT extends NameEndsContract {
    @Override
    TestInstance newInstance() {
        return onRedis(MeshConfig.builder().set(MeshProperty.NAME_GRACE, Duration.ofMillis(1)));
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
