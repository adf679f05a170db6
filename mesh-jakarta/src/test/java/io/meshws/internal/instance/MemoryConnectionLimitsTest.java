package io.meshws.internal.instance;

import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.testing.TestInstance;

class MemoryConnectionLimitsTest extends ConnectionLimitsContract {
    @Override
    TestInstance newInstance() {
        return new TestInstance(new MemoryCluster(), limited().build(), Runnable::run, authenticator());
    }

    @Override
    boolean hasSeveral() {
        return false;
    }
}
