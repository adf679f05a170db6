package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.MeshConfig;
import io.meshws.Records;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.testing.ManualClock;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryRecordExpiryTest extends RecordExpiryContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }

    @Test
    void aWriteBeginsTheTimeAnewIfItChangesSomething() {
        ManualClock clock = new ManualClock();
        try (TestInstance instance = new TestInstance(
                new MemoryCluster(Duration.ofDays(1), clock, System::currentTimeMillis),
                MeshConfig.builder().build())) {
            Records records = instance.mesh.records();
            records.expireAfter("note:1", Duration.ofSeconds(2));
            get(records.write("note:1", 1));
            clock.advance(Duration.ofMillis(1500));
            get(records.write("note:1", 2));
            clock.advance(Duration.ofMillis(1500));
            assertEquals(2, get(records.write("note:1", 2)));
            instance.mesh.tick();
            assertEquals(Optional.of(json("2")), get(records.get("note:1")).value());
            clock.advance(Duration.ofMillis(500));
            instance.mesh.tick();
            assertEquals(1, instance.recordsRemoved.size());
            assertEquals(Optional.empty(), get(records.get("note:1")).value());
        }
    }
}
