package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.TestInstance;

class MemoryResourceMeshTest extends ResourceMeshContract {
    @Override
    TestInstance newInstance() {
        return onMemory(MeshConfig.builder());
    }
}
