package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RecordSnapshot;
import io.meshws.Records;
import io.meshws.RedisUri;
import io.meshws.TransactionResult;
import io.meshws.protocol.Json;
import io.meshws.spi.KeptMessage;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.RedisVersion;
import io.meshws.testing.TestChannelKeeper;
import io.meshws.testing.TestInstance;
import io.meshws.testing.TestKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** Transactions, indexes, and kept records and channels in a Redis Cluster. */
class RedisSlotsIT {
    /** Enough that every master has some. */
    private static final int NAMES = 12;

    private static final Pattern NOTES = Pattern.compile("note:.+");

    @TempDir
    private Path directory;

    private final List<EmbeddedRedis> nodes = new ArrayList<>();
    private String uri;
    private TestInstance instance;
    private Records records;

    @BeforeEach
    void start() {
        List<EmbeddedRedis> masters = RedisMasters.started(3, () -> {
            EmbeddedRedis node = EmbeddedRedis.clusterNode(RedisVersion.REDIS_6, directory);
            nodes.add(node);
            return node;
        });
        uri = RedisMasters.uri(masters);
        instance = TestInstance.onRedis(config());
        records = instance.mesh.records();
    }

    private MeshConfig config() {
        return MeshConfig.builder()
                .set(MeshProperty.REDIS_URI, RedisUri.parse(uri))
                .set(MeshProperty.REDIS_TIMEOUT, Duration.ofSeconds(2))
                .build();
    }

    private RedissonClient client() {
        Config settings = new Config().setCodec(StringCodec.INSTANCE);
        settings.useClusterServers()
                .addNodeAddress("redis://127.0.0.1:" + nodes.get(0).port());
        return Redisson.create(settings);
    }

    @AfterEach
    void stop() {
        instance.close();
        nodes.forEach(EmbeddedRedis::close);
    }

    private CompletionStage<TransactionResult<Void>> writing(String... recordIds) {
        return records.transaction(
                tx -> {
                    List.of(recordIds).forEach(id -> tx.write(id, id));
                    return null;
                },
                recordIds);
    }

    @Test
    void recordsWithTheSamePartInBracesAreWrittenTogether() {
        for (int i = 0; i < NAMES; i++) {
            String[] together = {"n:{hall " + i + "}:seat", "order:{hall " + i + "}", "hall " + i};
            get(writing(together));
            for (String id : together) {
                assertEquals(Optional.of(Json.string(id)), get(records.get(id)).value());
            }
        }
    }

    @Test
    void recordsOfDifferentSlotsAreRefusedAndStayFree() {
        String[] apart = IntStream.range(0, NAMES).mapToObj(i -> "n" + i).toArray(String[]::new);
        CommandException refused = assertInstanceOf(CommandException.class, failure(writing(apart)));
        assertEquals("ECROSSSLOT", refused.code());
        assertTrue(refused.getMessage().startsWith("The records of a transaction must share a slot"));
        assertEquals(0, get(records.get("n1")).version());
        assertEquals(1, get(records.write("n1", 1)));
        instance.mesh.records().exposeWritable(Pattern.compile("n.*"));
        String operations = "[{\"op\":\"delete\",\"recordId\":\"n1\"},{\"op\":\"delete\",\"recordId\":\"n2\"},"
                + "{\"op\":\"delete\",\"recordId\":\"n3\"}]";
        assertEquals(
                "ECROSSSLOT",
                instance.connect()
                        .call("mesh/transaction", "{\"operations\":" + operations + "}")
                        .asJsonObject()
                        .getString("code"));
    }

    @Test
    void anIndexIsInTheSlotOfItsRecords() {
        Pattern board = Pattern.compile("task:\\{board-1\\}:.+");
        records.index(board, "/by");
        get(records.write("task:{board-1}:7", Map.of("by", "ada")));
        get(writing("task:{board-1}:8", "order:{board-1}"));
        assertEquals(
                List.of("task:{board-1}:7", "task:{board-1}:8"),
                get(records.list(board)).records().stream()
                        .map(RecordSnapshot::recordId)
                        .toList());
    }

    @Test
    void aWriteWhoseIndexIsInAnotherSlotIsRefusedByName() {
        records.index(Pattern.compile("task:.+"), "/by");
        CommandException refused =
                assertInstanceOf(CommandException.class, failure(records.write("task:1", Map.of("by", "ada"))));
        assertEquals("ECROSSSLOT", refused.code());
        assertTrue(refused.getMessage().startsWith("An index and its records must share a slot"), refused::getMessage);
        assertEquals(0, get(records.get("task:1")).version());
    }

    @Test
    void keepingRecordsIsRefused() {
        TestKeeper keeper = new TestKeeper();
        String refusal = assertThrows(IllegalStateException.class, () -> records.keep(NOTES, keeper))
                .getMessage();
        assertTrue(refusal.startsWith("records.keep doesn't work in a Redis Cluster"), refusal);
        assertThrows(IllegalStateException.class, () -> records.keep("note:1", keeper));
        assertEquals(1, get(records.write("note:1", 1)));
        assertEquals(List.of(), keeper.batches);
    }

    /** The application's client tells once it's there. */
    @Test
    void aWriteOfARecordThatWasKeptBeforeTheClusterWasKnownIsRefusedByName() {
        RedissonClient client = client();
        CompletableFuture<RedissonClient> connected = new CompletableFuture<>();
        try (TestInstance given = new TestInstance(Clusters.redis(config(), connected::join), config())) {
            given.mesh.records().keep(NOTES, new TestKeeper());
            connected.complete(client);
            Eventually.holds(given.mesh::isClusterAvailable);
            CommandException refused = assertInstanceOf(
                    CommandException.class, failure(given.mesh.records().write("note:1", 1)));
            assertEquals("ECROSSSLOT", refused.code());
            assertTrue(
                    refused.getMessage().startsWith("records.keep doesn't work in a Redis Cluster"),
                    refused::getMessage);
            assertEquals(0, get(given.mesh.records().get("note:1")).version());
            assertThrows(IllegalStateException.class, () -> given.mesh.records().keep("note:2", new TestKeeper()));
        } finally {
            connected.complete(client);
            client.shutdown();
        }
    }

    @Test
    void keptChannelsOfAllSlotsAreSavedByAnotherInstanceAndReadBack() {
        TestChannelKeeper keeper = new TestChannelKeeper();
        keeper.save(List.of(new KeptMessage("chat:0", "an-older-redis", 41, 1, "{\"message\":\"long ago\"}")));
        try (TestInstance other = TestInstance.onRedis(config())) {
            List.of(instance, other).forEach(each -> each.mesh.channels().keep(Pattern.compile("chat:.+"), keeper));
            for (int round = 1; round <= 3; round++) {
                for (int i = 0; i < NAMES; i++) {
                    // Redis has the last one alone.
                    long offset = get(instance.mesh.channels().publish("chat:" + i, "m" + round, 1));
                    assertEquals(i == 0 ? 41 + round : round, offset);
                }
                int rows = 1 + round * NAMES;
                TestInstance.eventually(() -> keeper.rows.size() == rows, other);
                TestInstance.eventually(() -> new Gauges(other.mesh).getUnsavedChannels() == 0, other);
            }
            for (int i = 0; i < NAMES; i++) {
                List<String> all = i == 0 ? List.of("m3", "m2", "m1", "long ago") : List.of("m3", "m2", "m1");
                assertEquals(all, get(other.mesh.channels().history("chat:" + i, 10)));
            }
        }
    }
}
