package io.meshws.internal.instance;

import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.testing.TestInstance;

class MemoryIdentityTest extends IdentityContract {
    @Override
    TestInstance newInstance() {
        return new TestInstance(new MemoryCluster(), settings().build(), Runnable::run, authenticator());
    }

    @Override
    boolean hasSeveral() {
        return false;
    }
}
