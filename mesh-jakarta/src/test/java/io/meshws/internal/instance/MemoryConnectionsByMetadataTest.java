package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.TestInstance;

class MemoryConnectionsByMetadataTest extends ConnectionsByMetadataContract {
    @Override
    TestInstance newInstance() {
        return onMemory(MeshConfig.builder());
    }
}
