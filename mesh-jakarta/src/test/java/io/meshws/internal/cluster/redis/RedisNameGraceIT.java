package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.NameGraceContract;

class RedisNameGraceIT extends NameGraceContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withGivenClient();
    }
}
