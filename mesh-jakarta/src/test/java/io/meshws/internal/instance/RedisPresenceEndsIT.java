package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class RedisPresenceEndsIT extends PresenceEndsContract {
    @Override
    TestInstance newInstance() {
        return onRedis();
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
