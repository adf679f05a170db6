package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.testing.TestInstance;

class MemoryTextsTest extends TextsContract {
    @Override
    TestInstance newInstance() {
        return new TestInstance(new MemoryCluster(), MeshConfig.builder().build());
    }

    @Override
    boolean hasSeveral() {
        return false;
    }
}
