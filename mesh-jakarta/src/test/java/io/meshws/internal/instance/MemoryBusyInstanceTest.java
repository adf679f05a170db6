package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryBusyInstanceTest extends BusyInstanceContract {
    @Override
    TestInstance newInstance() {
        return onMemory(settings());
    }
}
