package io.meshws.cluster.memory;

import io.meshws.cluster.BusContract;
import io.meshws.cluster.ClusterFixture;

class MemoryBusTest extends BusContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
