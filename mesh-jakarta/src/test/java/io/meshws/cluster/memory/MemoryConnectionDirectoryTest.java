package io.meshws.cluster.memory;

import io.meshws.cluster.ClusterFixture;
import io.meshws.cluster.ConnectionDirectoryContract;

class MemoryConnectionDirectoryTest extends ConnectionDirectoryContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
