package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryConnectionsTest extends ConnectionsContract {
    @Override
    TestInstance newInstance() {
        return onMemory(settings());
    }
}
