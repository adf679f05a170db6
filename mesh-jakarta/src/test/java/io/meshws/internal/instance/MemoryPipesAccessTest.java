package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryPipesAccessTest extends PipesAccessContract {
    @Override
    TestInstance newInstance() {
        return onMemory(settings());
    }
}
