package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryCommandRatesTest extends CommandRatesContract {
    @Override
    TestInstance newInstance() {
        return onMemory(settings());
    }
}
