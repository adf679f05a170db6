package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryLimitsTest extends LimitsContract {
    @Override
    TestInstance newInstance() {
        return onMemory(settings());
    }

    @Override
    boolean hasSeveral() {
        return false;
    }
}
