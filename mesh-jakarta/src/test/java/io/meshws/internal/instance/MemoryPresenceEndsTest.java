package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryPresenceEndsTest extends PresenceEndsContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
