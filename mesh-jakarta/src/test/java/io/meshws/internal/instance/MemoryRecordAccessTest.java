package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryRecordAccessTest extends RecordAccessContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
