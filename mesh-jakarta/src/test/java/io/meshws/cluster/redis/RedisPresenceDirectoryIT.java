package io.meshws.cluster.redis;

import io.meshws.cluster.ClusterFixture;
import io.meshws.cluster.PresenceDirectoryContract;

class RedisPresenceDirectoryIT extends PresenceDirectoryContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withGivenClient();
    }
}
