package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.MeshConfig;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.protocol.BuiltIn;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BuiltInCommandsTest {
    @Test
    void anInstanceHasAllCommandsThatTheProtocolNamesAndNoOther() {
        MeshConfig config = MeshConfig.builder().build();
        try (TestInstance instance = new TestInstance(
                new MemoryCluster(Duration.ofHours(1), System::nanoTime, System::currentTimeMillis), config)) {
            assertEquals(BuiltIn.commands(), instance.mesh.registry().allNames());
        }
    }
}
