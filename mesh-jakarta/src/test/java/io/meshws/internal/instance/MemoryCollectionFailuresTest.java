package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryCollectionFailuresTest extends CollectionFailuresContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
