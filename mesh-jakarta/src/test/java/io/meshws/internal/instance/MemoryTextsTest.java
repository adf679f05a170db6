package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestInstance;

class MemoryTextsTest extends TextsContract {
    @Override
    TestInstance newInstance() {
        return new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    }

    @Override
    boolean hasSeveral() {
        return false;
    }
}
