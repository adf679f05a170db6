package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class RedisConnectionsIT extends ConnectionsContract {
    @Override
    TestInstance newInstance() {
        return onRedis(settings());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
