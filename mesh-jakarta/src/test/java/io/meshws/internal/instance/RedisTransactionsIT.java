package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.Records;
import io.meshws.TransactionResult;
import io.meshws.protocol.Change;
import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RedisTransactionsIT extends TransactionsContract {
    @Override
    TestInstance newInstance() {
        return onRedis(MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    /** On another thread: a function can't write. */
    private static void meanwhile(TestInstance instance, String recordId, Object value) {
        get(CompletableFuture.supplyAsync(() -> get(instance.mesh.records().write(recordId, value))));
    }

    private static Integer value(TestInstance instance, String recordId) {
        return get(instance.mesh.records().transaction(tx -> tx.get(recordId, Integer.class), recordId))
                .value()
                .orElse(0);
    }

    @Test
    void aFunctionThatLostRunsAgainWithTheCurrentValues() {
        AtomicInteger runs = new AtomicInteger();
        TransactionResult<Integer> done = get(here.mesh
                .records()
                .transaction(
                        tx -> {
                            int read = tx.get("note:read", Integer.class).orElse(0);
                            if (runs.incrementAndGet() <= 3) {
                                meanwhile(there, "note:read", read + 10);
                            }
                            tx.write("note:1", read);
                            return read;
                        },
                        "note:read",
                        "note:1"));
        assertEquals(4, runs.get());
        assertEquals(30, done.value());
        assertEquals(30, value(there, "note:1"));
        assertEquals(1, get(there.mesh.records().get("note:1")).version());
    }

    @Test
    void oneThatMayRunOnceFailsIfItLost() {
        AtomicInteger runs = new AtomicInteger();
        CommandException conflict = assertInstanceOf(
                CommandException.class,
                failure(here.mesh
                        .records()
                        .transactionOnce(
                                tx -> {
                                    runs.incrementAndGet();
                                    meanwhile(there, "note:read", 1);
                                    tx.write("note:1", 1);
                                    return null;
                                },
                                "note:read",
                                "note:1")));
        assertEquals("ECONFLICT", conflict.code());
        assertEquals(
                "Record \"note:read\" changed while the transaction ran; nothing was written", conflict.getMessage());
        assertEquals(1, runs.get());
        assertEquals(0, get(there.mesh.records().get("note:1")).version());
    }

    @Test
    void twoInstancesThatWantTheSameInAnotherOrderBothEnd() {
        int each = 200;
        List<CompletionStage<?>> all = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            all.add(both(here.mesh.records(), "note:1", "note:2"));
            all.add(both(there.mesh.records(), "note:2", "note:1"));
            all.add(here.mesh.records().change("note:1", Change.increment("")));
            all.add(there.mesh.records().change("note:2", Change.increment("")));
        }
        all.forEach(Eventually::get);
        assertEquals(3 * each, value(here, "note:1"));
        assertEquals(3 * each, value(there, "note:2"));
    }

    private static CompletionStage<?> both(Records records, String one, String other) {
        return records.transaction(
                tx -> {
                    tx.change(one, Change.increment(""));
                    tx.change(other, Change.increment(""));
                    return null;
                },
                one,
                other);
    }

    @Test
    void whenAnInstanceIsKilledTheRecordsStillAgree() {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance dying = onRedis(cable.uri().toString(), Duration.ofSeconds(1), MeshConfig.builder())) {
            List<CompletionStage<?>> survivors = new ArrayList<>();
            List<CompletionStage<?>> ofDying = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                survivors.add(both(here.mesh.records(), "note:1", "note:2"));
                survivors.add(both(there.mesh.records(), "note:2", "note:1"));
                ofDying.add(both(dying.mesh.records(), "note:1", "note:2"));
                if (i == 100) {
                    get(ofDying.get(50));
                    cable.shut();
                }
            }
            survivors.forEach(Eventually::get);
            long acknowledged = ofDying.stream()
                    .filter(one -> one.handle((done, failure) -> failure == null)
                            .toCompletableFuture()
                            .join())
                    .count();
            int end = value(here, "note:1");
            assertEquals(end, value(there, "note:2"));
            assertTrue(end >= 400 + acknowledged && end <= 600, end + " with " + acknowledged);
        }
    }

    @Test
    void withoutRedisItIsRefusedAndTheRecordsAreFreeAfterwards() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = onRedis(redis.uri(), Duration.ofSeconds(1), MeshConfig.builder())) {
            one.mesh.records().exposeWritable("note:1");
            get(both(one.mesh.records(), "note:1", "note:2"));
            redis.kill();
            Eventually.holds(() -> !one.mesh.isClusterAvailable());
            assertInstanceOf(ClusterUnavailableException.class, failure(both(one.mesh.records(), "note:1", "note:2")));
            TestClient client = one.connect();
            assertEquals(
                    "EUNAVAILABLE",
                    code(client.call(
                            "mesh/transaction", "{\"operations\":[{\"op\":\"delete\",\"recordId\":\"note:1\"}]}")));
            redis.start();
            Eventually.holds(one.mesh::isClusterAvailable);
            get(both(one.mesh.records(), "note:1", "note:2"));
            assertEquals(1, value(one, "note:2"));
        }
    }
}
