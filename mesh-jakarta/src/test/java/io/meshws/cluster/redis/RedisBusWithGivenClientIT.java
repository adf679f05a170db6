package io.meshws.cluster.redis;

import io.meshws.cluster.BusContract;
import io.meshws.cluster.ClusterFixture;

class RedisBusWithGivenClientIT extends BusContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withGivenClient();
    }
}
