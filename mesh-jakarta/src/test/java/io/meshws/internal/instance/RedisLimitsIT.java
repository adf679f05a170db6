package io.meshws.internal.instance;

import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.util.UUID;

class RedisLimitsIT extends LimitsContract {
    private final String prefix = "test-" + UUID.randomUUID();

    @Override
    TestInstance newInstance() {
        return onRedis(EmbeddedRedis.shared().uri(), prefix, settings());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
