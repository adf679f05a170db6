package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.TestInstance;

class MemoryPipesUnrestTest extends PipesUnrestContract {
    @Override
    TestInstance newInstance() {
        return onMemory(MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return false;
    }
}
