package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.TestInstance;

class MemoryMeshTest extends MeshContract {
    @Override
    TestInstance newInstance() {
        return onMemory(MeshConfig.builder());
    }
}
