package io.meshws.cluster.memory;

import io.meshws.cluster.ClusterFixture;
import io.meshws.cluster.RoomDirectoryContract;

class MemoryRoomDirectoryTest extends RoomDirectoryContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }
}
