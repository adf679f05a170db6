package io.meshws.internal.instance;

import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.testing.TestInstance;

class MemoryHandshakeCheckTest extends HandshakeCheckContract {
    @Override
    TestInstance newInstance() {
        return new TestInstance(new MemoryCluster(), settings().build(), Runnable::run, authenticator());
    }

    @Override
    boolean hasSeveral() {
        return false;
    }
}
