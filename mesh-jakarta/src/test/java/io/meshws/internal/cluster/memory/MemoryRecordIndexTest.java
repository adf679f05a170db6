package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.RecordIndexContract;

class MemoryRecordIndexTest extends RecordIndexContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
