package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.NameStoreContract;

class RedisNameStoreIT extends NameStoreContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withGivenClient();
    }
}
