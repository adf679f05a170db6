package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryRecordUpdatesTest extends RecordUpdatesContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
