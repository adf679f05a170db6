package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestInstance;

class MemoryUnsubscribingTest extends UnsubscribingContract {
    @Override
    TestInstance newInstance() {
        return new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    }
}
