package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class RedisPipesAccessIT extends PipesAccessContract {
    @Override
    TestInstance newInstance() {
        return onRedis(settings());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
