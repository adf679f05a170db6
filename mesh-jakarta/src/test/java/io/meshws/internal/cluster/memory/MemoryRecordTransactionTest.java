package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.RecordTransactionContract;

class MemoryRecordTransactionTest extends RecordTransactionContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
