package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.EventBusContract;

class RedisEventBusWithGivenClientIT extends EventBusContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withGivenClient();
    }
}
