package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.NameRaceContract;

class RedisNameRaceIT extends NameRaceContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withOwnClients();
    }
}
