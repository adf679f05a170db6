package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestInstance;
import java.util.concurrent.Executor;

class MemoryWaitingApplicationTest extends WaitingApplicationContract {
    @Override
    TestInstance newInstance(Executor workers) {
        return new TestInstance(Clusters.memory(), MeshConfig.builder().build(), workers);
    }
}
