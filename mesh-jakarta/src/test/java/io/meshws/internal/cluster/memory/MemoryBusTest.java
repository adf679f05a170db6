package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.BusContract;
import io.meshws.internal.cluster.ClusterFixture;

class MemoryBusTest extends BusContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
