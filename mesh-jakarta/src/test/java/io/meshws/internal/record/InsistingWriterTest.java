package io.meshws.internal.record;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RecordStore.Write;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.record.PendingWrite.Written;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Clusters;
import io.meshws.testing.RecordingReceiver;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rival that is always faster; {@code RecordStoreContract} has the store's part for a writer that insists. */
class InsistingWriterTest {
    private final MemoryCluster cluster = Clusters.memory();
    private final List<Boolean> insisted = new ArrayList<>();
    private boolean rivalWrites = true;
    private int ids;
    private final RecordWriter rival = writer(cluster.records());
    private final RecordWriter writer = writer((RecordStore) Proxy.newProxyInstance(
            RecordStore.class.getClassLoader(), new Class<?>[] {RecordStore.class}, (proxy, method, given) -> {
                if (given[0] instanceof Write write) {
                    insisted.add(write.insisting());
                    if (rivalWrites && !write.insisting()) {
                        write(rival, "rival " + ids);
                    }
                }
                return method.invoke(cluster.records(), given);
            }));

    private RecordWriter writer(RecordStore store) {
        return new RecordWriter(
                "r",
                store,
                new ValueLimit("The value", "max", 100_000, JsonLimits.DEFAULT.ofKeptValues()),
                () -> "w" + ++ids,
                () -> null,
                new WriteOutcomes("r", new Unheard(), Runnable::run, new FailureLog(System::nanoTime)),
                Runnable::run,
                () -> 0);
    }

    private static Written write(RecordWriter writer, String value) {
        return get(writer.claim().write(PendingWrite.of(Json.string(value), MergeStrategy.REPLACE, null)));
    }

    @BeforeEach
    void start() {
        cluster.start(new RecordingReceiver());
    }

    @Test
    void aWriteThatLostEightTimesInARowInsistsAndSoEnds() {
        assertEquals(new Written(9, true, Json.string("mine")), write(writer, "mine"));
        List<Boolean> attempts = new ArrayList<>(Collections.nCopies(8, false));
        attempts.add(true);
        assertEquals(attempts, insisted);
    }

    @Test
    void theNextWriteDoesNotInsist() {
        write(writer, "mine");
        rivalWrites = false;
        insisted.clear();
        assertEquals(new Written(10, true, Json.string("mine again")), write(writer, "mine again"));
        assertEquals(List.of(false), insisted);
    }
}
