package io.meshws.cluster.memory;

import io.meshws.cluster.ClusterFixture;
import io.meshws.cluster.RecordStoreContract;

class MemoryRecordStoreTest extends RecordStoreContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
