package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryPaceTest extends PaceContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
