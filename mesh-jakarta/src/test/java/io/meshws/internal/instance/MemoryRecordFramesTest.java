package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryRecordFramesTest extends RecordFramesContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
