package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.NameStoreContract;

class RedisNameStoreIT extends NameStoreContract {
    @Override
    protected ClusterFixture newFixture() {
        // Instances that share a client share its subscriptions: one that begins to listen may hear what is just being
        // passed on.
        return RedisFixture.withOwnClients();
    }
}
