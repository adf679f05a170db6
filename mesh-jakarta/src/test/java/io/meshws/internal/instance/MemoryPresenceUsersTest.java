package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryPresenceUsersTest extends PresenceUsersContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
