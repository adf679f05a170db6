package io.meshws.cluster.redis;

import io.meshws.cluster.BusContract;
import io.meshws.cluster.ClusterFixture;

class RedisBusIT extends BusContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withOwnClients();
    }
}
