package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class RedisConnectionLimitsIT extends ConnectionLimitsContract {
    @Override
    TestInstance newInstance() {
        return onRedis(limited(), authenticator());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
