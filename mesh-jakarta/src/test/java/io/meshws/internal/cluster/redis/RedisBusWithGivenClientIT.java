package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.BusContract;
import io.meshws.internal.cluster.ClusterFixture;

class RedisBusWithGivenClientIT extends BusContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withGivenClient();
    }
}
