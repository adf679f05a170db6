package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryChannelKeepingTest extends ChannelKeepingContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
