package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.testing.TestInstance;
import java.util.concurrent.Executor;

class MemoryWaitingApplicationTest extends WaitingApplicationContract {
    @Override
    TestInstance newInstance(Executor workers) {
        return new TestInstance(new MemoryCluster(), MeshConfig.builder().build(), workers);
    }
}
