package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryRoomsTest extends RoomsContract {
    @Override
    TestInstance newInstance() {
        return onMemory(settings());
    }
}
