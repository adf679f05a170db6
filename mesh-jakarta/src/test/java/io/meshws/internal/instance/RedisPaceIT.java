package io.meshws.internal.instance;

import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.UUID;

class RedisPaceIT extends PaceContract {
    private final String prefix = "test-" + UUID.randomUUID();

    @Override
    TestInstance newInstance() {
        return onRedis(EmbeddedRedis.shared().uri(), prefix, Duration.ofSeconds(30));
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
