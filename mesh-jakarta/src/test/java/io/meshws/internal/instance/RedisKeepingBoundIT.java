package io.meshws.internal.instance;

import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.UUID;

class RedisKeepingBoundIT extends KeepingBoundContract {
    private final String prefix = "test-" + UUID.randomUUID();

    @Override
    TestInstance newInstance() {
        return onRedis(EmbeddedRedis.shared(), prefix, Duration.ofSeconds(5));
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
