package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryPipesTest extends PipesContract {
    @Override
    TestInstance newInstance() {
        return onMemory(settings());
    }
}
