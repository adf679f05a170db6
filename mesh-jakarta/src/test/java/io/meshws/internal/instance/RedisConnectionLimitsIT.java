package io.meshws.internal.instance;

import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.util.UUID;

class RedisConnectionLimitsIT extends ConnectionLimitsContract {
    private final String prefix = "test-" + UUID.randomUUID();

    @Override
    TestInstance newInstance() {
        return TestInstance.onRedis(
                withRedis(EmbeddedRedis.shared().uri(), prefix, limited()), Runnable::run, authenticator());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
