package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.BusContract;
import io.meshws.internal.cluster.ClusterFixture;

class RedisBusIT extends BusContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withOwnClients();
    }
}
