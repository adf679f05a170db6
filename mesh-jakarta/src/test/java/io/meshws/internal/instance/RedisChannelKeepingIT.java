package io.meshws.internal.instance;

import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.time.Duration;

class RedisChannelKeepingIT extends ChannelKeepingContract {
    @Override
    TestInstance newInstance() {
        return onRedis(EmbeddedRedis.shared().uri(), prefix(), Duration.ofSeconds(5));
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
