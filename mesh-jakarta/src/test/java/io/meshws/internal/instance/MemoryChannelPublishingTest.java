package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryChannelPublishingTest extends ChannelPublishingContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
