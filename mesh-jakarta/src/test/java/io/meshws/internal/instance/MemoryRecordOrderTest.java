package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryRecordOrderTest extends RecordOrderContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
