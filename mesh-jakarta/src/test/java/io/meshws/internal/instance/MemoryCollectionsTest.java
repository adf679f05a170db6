package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryCollectionsTest extends CollectionsContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
