package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryChannelsTest extends ChannelsContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
