package io.meshws.cluster.redis;

import io.meshws.cluster.ClusterFixture;
import io.meshws.cluster.ConnectionDirectoryContract;

class RedisConnectionDirectoryIT extends ConnectionDirectoryContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withGivenClient();
    }
}
