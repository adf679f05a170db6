package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryRecordExpiryTest extends RecordExpiryContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }

    @Override
    boolean hasSeveral() {
        return false;
    }
}
