package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.NameRaceContract;

class MemoryNameRaceTest extends NameRaceContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
