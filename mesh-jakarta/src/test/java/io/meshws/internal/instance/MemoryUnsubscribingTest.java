package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.testing.TestInstance;

class MemoryUnsubscribingTest extends UnsubscribingContract {
    @Override
    TestInstance newInstance() {
        return new TestInstance(new MemoryCluster(), MeshConfig.builder().build());
    }
}
