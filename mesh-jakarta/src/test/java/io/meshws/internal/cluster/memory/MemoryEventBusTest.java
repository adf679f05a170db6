package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.EventBusContract;

class MemoryEventBusTest extends EventBusContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
