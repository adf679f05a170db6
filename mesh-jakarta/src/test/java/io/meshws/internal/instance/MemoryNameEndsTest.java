package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.testing.TestInstance;
import java.time.Duration;

class MemoryNameEndsTest extends NameEndsContract {
    @Override
    TestInstance newInstance() {
        return onMemory(MeshConfig.builder().set(MeshProperty.NAME_GRACE, Duration.ofMillis(1)));
    }
}
