package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.time.Duration;

class RedisPaceIT extends PaceContract {
    @Override
    TestInstance newInstance() {
        return onRedis(EmbeddedRedis.shared().uri(), Duration.ofSeconds(30), MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
