package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.TestInstance;

class MemoryUnexposingTest extends UnexposingContract {
    @Override
    TestInstance newInstance() {
        return onMemory(MeshConfig.builder());
    }
}
