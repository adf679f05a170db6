package io.meshws.instance;

import io.meshws.cluster.memory.MemoryCluster;
import io.meshws.testing.TestInstance;

class MemoryPresenceTest extends PresenceContract {
    @Override
    TestInstance newInstance() {
        return new TestInstance(new MemoryCluster(), patient().build());
    }

    @Override
    boolean hasSeveral() {
        return false;
    }
}
