package io.meshws.internal.cluster.memory;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.Receiver;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.cluster.RecordStore.Write;
import io.meshws.internal.cluster.RecordStoreContract;
import io.meshws.testing.Clusters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryRecordStoreTest extends RecordStoreContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }

    @Test
    void aRecordThatIsToldSlowlyDoesNotHoldUpTheOthers() {
        MemoryCluster cluster = Clusters.memory();
        RecordStore store = cluster.records();
        List<String> told = new ArrayList<>();
        cluster.start(new Receiver() {
            @Override
            public void received(ClusterMessage message) {
                String record = ((RecordChange) message).recordId();
                if (record.equals("slow")) {
                    write(store, "other");
                }
                told.add(record);
            }

            @Override
            public void rejoined() {}
        });
        get(store.follow("slow", Version.NONE));
        get(store.follow("other", Version.NONE));
        write(store, "slow");
        assertEquals(List.of("other", "slow"), told);
    }

    private static void write(RecordStore store, String record) {
        Write write = new Write(record, "w", Version.NONE, "e", "1", List.of(new RecordStep(null, "1")), 0, false);
        assertTrue(get(store.write(write)).isEmpty());
    }
}
