package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryClientTransactionsTest extends ClientTransactionsContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
