package io.meshws.internal.instance;

import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.util.UUID;

class RedisUnsubscribingIT extends UnsubscribingContract {
    @Override
    TestInstance newInstance() {
        return PresenceSetting.onRedis(EmbeddedRedis.shared().uri(), "test-" + UUID.randomUUID());
    }
}
