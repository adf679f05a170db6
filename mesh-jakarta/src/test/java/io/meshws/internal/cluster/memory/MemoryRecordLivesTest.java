package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.RecordLivesContract;

class MemoryRecordLivesTest extends RecordLivesContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
