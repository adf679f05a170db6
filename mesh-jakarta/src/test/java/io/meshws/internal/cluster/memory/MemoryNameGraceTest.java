package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.NameGraceContract;

class MemoryNameGraceTest extends NameGraceContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
