package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryChannelAccessTest extends ChannelAccessContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
