package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestInstance;

class MemoryLongCollectionsTest extends LongCollectionsContract {
    @Override
    TestInstance newInstance(MeshConfig.Builder config) {
        return new TestInstance(Clusters.memory(), config.build());
    }
}
