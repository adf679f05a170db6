package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class MemoryTransactionOrderTest extends TransactionOrderContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }
}
