package io.meshws.cluster.redis;

import io.meshws.cluster.ClusterFixture;
import io.meshws.cluster.RoomDirectoryContract;

class RedisRoomDirectoryIT extends RoomDirectoryContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withGivenClient();
    }
}
