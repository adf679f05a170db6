package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryRecordsTest extends RecordsContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
