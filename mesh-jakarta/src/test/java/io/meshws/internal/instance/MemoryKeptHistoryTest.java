package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryKeptHistoryTest extends KeptHistoryContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
