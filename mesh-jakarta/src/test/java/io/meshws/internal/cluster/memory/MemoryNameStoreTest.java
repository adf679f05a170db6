package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.NameStoreContract;

class MemoryNameStoreTest extends NameStoreContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
