package io.meshws.instance;

import io.meshws.MeshConfig;
import io.meshws.cluster.memory.MemoryCluster;
import io.meshws.testing.TestInstance;

class MemoryRecordsTest extends RecordsContract {
    @Override
    TestInstance newInstance() {
        return new TestInstance(new MemoryCluster(), MeshConfig.builder().build());
    }

    @Override
    boolean hasSeveral() {
        return false;
    }
}
