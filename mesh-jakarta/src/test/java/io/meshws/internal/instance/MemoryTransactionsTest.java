package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryTransactionsTest extends TransactionsContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
