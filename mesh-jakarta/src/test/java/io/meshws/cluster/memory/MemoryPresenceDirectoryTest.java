package io.meshws.cluster.memory;

import io.meshws.cluster.ClusterFixture;
import io.meshws.cluster.PresenceDirectoryContract;

class MemoryPresenceDirectoryTest extends PresenceDirectoryContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
