package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.ConnectionDirectoryContract;

class MemoryConnectionDirectoryTest extends ConnectionDirectoryContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
