package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.TestInstance;

class RedisKeepingIT extends KeepingContract {
    @Override
    TestInstance newInstance() {
        return onRedis(MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Override
    void loseTheStore() {
        prefix = newPrefix();
    }
}
