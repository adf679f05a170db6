package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class RedisCommandRatesIT extends CommandRatesContract {
    @Override
    TestInstance newInstance() {
        return onRedis(settings());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
