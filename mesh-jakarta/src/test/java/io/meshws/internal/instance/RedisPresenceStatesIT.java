package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class RedisPresenceStatesIT extends PresenceStatesContract {
    @Override
    TestInstance newInstance() {
        return onRedis();
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
