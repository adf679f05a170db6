package io.meshws.record;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.cluster.ClusterMessage.RecordChange;
import io.meshws.cluster.ClusterMessage.RecordStep;
import io.meshws.cluster.RecordStore;
import io.meshws.cluster.RecordStore.Stored;
import io.meshws.cluster.RecordStore.Write;
import io.meshws.cluster.memory.MemoryCluster;
import io.meshws.connection.Transport;
import io.meshws.testing.RecordingReceiver;
import io.meshws.testing.TestInstance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordReplicaTest {
    private final TestInstance instance =
            new TestInstance(new MemoryCluster(), MeshConfig.builder().build());
    private final MemoryCluster cluster = new MemoryCluster();
    private final RecordStore store = cluster.records();
    private final RecordReplica replica = new RecordReplica("r", store, false, retired -> {});
    private final List<String> sent = new ArrayList<>();
    /** What happens while the next frame is being sent. */
    private Runnable meanwhile = () -> {};

    @BeforeEach
    void start() {
        // What the store sends is handed on by the tests.
        cluster.start(new RecordingReceiver());
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    private void follow() {
        Transport transport = new Transport() {
            @Override
            public void send(String frame, Done done) {
                sent.add(frame);
                Runnable now = meanwhile;
                meanwhile = () -> {};
                now.run();
                done.done(null);
            }

            @Override
            public void close(int code, String reason) {}
        };
        get(replica.join(instance.connect(transport), RecordMode.FULL, true, () -> {
                    throw new AssertionError("has retired");
                }))
                .replied(true);
        sent.clear();
    }

    private RecordChange written(long version) {
        Write write = new Write(
                "r",
                new Stored(version == 1 ? "" : "e", version - 1, null),
                "e",
                Long.toString(version),
                List.of(new RecordStep(null, Long.toString(version))),
                false);
        assertTrue(get(store.write(write)).isEmpty());
        return write.change();
    }

    @Test
    void aReplicaThatIsSlowDropsWhatItCannotKeepAndReadsTheRecordAgain() {
        int last = 20_000;
        follow();
        meanwhile = () -> {
            for (int version = 2; version <= last; version++) {
                replica.received(written(version));
            }
        };
        replica.received(written(1));
        assertEquals(2, sent.size(), () -> sent.size() + " updates");
        assertTrue(sent.get(1).contains("\"full\":" + last + ",\"version\":" + last + "}"), sent.get(1));
        replica.received(written(last + 1));
        assertTrue(sent.get(2).contains("\"version\":" + (last + 1) + "}"));
    }
}
