package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.RecordIndexContract;

class RedisRecordIndexIT extends RecordIndexContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withOwnClients();
    }
}
