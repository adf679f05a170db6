package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryKeepingBoundTest extends KeepingBoundContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }

    @Override
    boolean hasSeveral() {
        return false;
    }
}
