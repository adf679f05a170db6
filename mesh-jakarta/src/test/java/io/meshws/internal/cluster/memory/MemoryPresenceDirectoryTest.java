package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.PresenceDirectoryContract;

class MemoryPresenceDirectoryTest extends PresenceDirectoryContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
