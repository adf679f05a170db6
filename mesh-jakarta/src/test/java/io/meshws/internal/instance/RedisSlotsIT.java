package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.Records;
import io.meshws.RedisUri;
import io.meshws.TransactionResult;
import io.meshws.protocol.Json;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import io.meshws.testing.TestKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions and kept records in a Redis Cluster. */
class RedisSlotsIT {
    /** Enough that every master has some. */
    private static final int NAMES = 12;

    @TempDir
    private Path directory;

    private final List<EmbeddedRedis> nodes = new ArrayList<>();
    private TestInstance instance;
    private Records records;

    @BeforeEach
    void start() {
        List<EmbeddedRedis> masters = RedisMasters.started(3, () -> {
            EmbeddedRedis node = EmbeddedRedis.clusterNode(directory);
            nodes.add(node);
            return node;
        });
        instance = TestInstance.onRedis(MeshConfig.builder()
                .set(MeshProperty.REDIS_URI, RedisUri.parse(RedisMasters.uri(masters)))
                .set(MeshProperty.REDIS_TIMEOUT, Duration.ofSeconds(2))
                .build());
        records = instance.mesh.records();
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
    void aWriteOfAKeptRecordIsRefusedByName() {
        TestKeeper keeper = new TestKeeper();
        records.keep(Pattern.compile("note:.+"), keeper);
        CommandException refused = assertInstanceOf(CommandException.class, failure(records.write("note:1", 1)));
        assertEquals("ECROSSSLOT", refused.code());
        assertTrue(
                refused.getMessage().startsWith("records.keep doesn't work in a Redis Cluster"), refused::getMessage);
        assertEquals(0, get(records.get("note:1")).version());
        assertEquals(List.of(), keeper.batches);
        assertEquals(1, get(records.write("other:1", 1)));
    }
}
