package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryRecordChangesTest extends RecordChangesContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
