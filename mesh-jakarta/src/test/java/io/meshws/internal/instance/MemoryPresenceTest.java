package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryPresenceTest extends PresenceContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
