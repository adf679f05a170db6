package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class RedisLimitsIT extends LimitsContract {
    @Override
    TestInstance newInstance() {
        return onRedis(settings());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
