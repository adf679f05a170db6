package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryCollectionOrderTest extends CollectionOrderContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
