package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.AnswerStoreContract;
import io.meshws.internal.cluster.ClusterFixture;

class RedisAnswerStoreIT extends AnswerStoreContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withGivenClient();
    }
}
