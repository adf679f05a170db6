package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryPresenceStatesTest extends PresenceStatesContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
