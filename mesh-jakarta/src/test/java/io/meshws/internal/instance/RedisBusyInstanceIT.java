package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class RedisBusyInstanceIT extends BusyInstanceContract {
    @Override
    TestInstance newInstance() {
        return onRedis(settings());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
