package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryKeepingTest extends KeepingContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }

    /** It was lost with the instance. */
    @Override
    void loseTheStore() {}
}
