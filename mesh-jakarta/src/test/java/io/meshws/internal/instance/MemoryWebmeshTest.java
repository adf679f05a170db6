package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.TestInstance;

class MemoryWebmeshTest extends WebmeshContract {
    @Override
    TestInstance newInstance() {
        return onMemory(MeshConfig.builder());
    }
}
