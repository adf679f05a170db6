package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.testing.TestInstance;

class MemoryLongCollectionsTest extends LongCollectionsContract {
    @Override
    TestInstance newInstance(MeshConfig.Builder config) {
        return new TestInstance(new MemoryCluster(), config.build());
    }
}
