package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.TestInstance;

class RedisHostedNamesIT extends HostedNamesContract {
    @Override
    TestInstance newInstance() {
        return onRedis(MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
