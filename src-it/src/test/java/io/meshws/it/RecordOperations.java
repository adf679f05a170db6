package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.WriteOptions;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.FollowedRecord.Held;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Operations on records on two instances, and records that end; {@link RecordsIT} runs them. */
abstract class RecordOperations extends RecordsSetting {
    @Test
    @Order(1)
    void changesAreOneVersionOnBothInstancesAndRefusedOnesChangeNothing() {
        MeshClient client = connect(two);
        try (WireClient near = follow(two, id);
                WireClient far = follow(one, id)) {
            assertEquals(1, client.changeRecordSync(id, Change.increment("/n", 5), Change.push("/list", "a")));
            assertEquals(
                    2,
                    client.changeRecordSync(
                            id,
                            Change.increment("/n", -1),
                            Change.push("/list", "b").keep(1)));
            for (WireClient follower : List.of(near, far)) {
                String frame = follower.await(text -> text.contains("\"version\":2"), PATIENCE);
                assertTrue(
                        frame.contains("\"patch\":[{\"op\":\"replace\",\"path\":\"/n\",\"value\":4},"
                                + "{\"op\":\"replace\",\"path\":\"/list/0\",\"value\":\"b\"}]"),
                        frame);
            }
        }
        JsonValue held = Json.readTrusted("{\"n\":4,\"list\":[\"b\"]}");
        assertRefused(
                "ETYPE",
                "\"/list\"",
                () -> client.changeRecordSync(id, Change.increment("/n"), Change.increment("/list")));
        assertRefused("ENOTFOUND", "\"/list/7\"", () -> client.changeRecordSync(id, Change.set("/list/7", 1)));
        assertRefused("ETOOLARGE", "10000", () -> client.changeRecordSync(id, Change.set("/x", "x".repeat(10_000))));
        assertRefused(
                "EPAYLOAD",
                "1 to 64",
                () -> change(
                        client,
                        id,
                        Collections.nCopies(65, Change.increment("/n")).toArray(Change[]::new)));
        assertRefused(
                "ECONFLICT",
                "version 2",
                () -> client.changeRecordSync(id, WriteOptions.DEFAULT.expectedVersion(1), Change.increment("/n")));
        assertEquals(new Held(held, 2), read(one, id));

        String votes = "vote:" + id;
        assertEquals(1, client.changeRecordSync(votes, Change.increment("/yes")));
        assertRefused("EFORBIDDEN", "set of \"/yes\"", () -> client.changeRecordSync(votes, Change.set("/yes", 1000)));
        assertEquals("EFORBIDDEN", codeOf(client, votes, JsonValue.TRUE, null));
        assertEquals(1, read(one, votes).version());
    }

    @Test
    @Order(1)
    void incrementsByFunctionAndByChangeOnBothInstancesAllCount() {
        List<MeshClient> clients = List.of(connect(one), connect(two));
        List<CompletableFuture<Long>> counted = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            for (MeshClient client : clients) {
                counted.add(client.command("count", id, Long.class));
                counted.add(client.changeRecord(id, Change.increment("")));
            }
        }
        CompletableFuture.allOf(counted.toArray(CompletableFuture[]::new))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertEquals(new Held(Json.provider().createValue(100), 100), read(one, id));
    }

    @Test
    @Order(1)
    void aRecordThatNobodyWroteForItsTimeIsGoneOnBothInstances() {
        String brief = "note:brief-" + UUID.randomUUID();
        MeshClient client = connect(one);
        try (WireClient near = follow(one, brief);
                WireClient far = follow(two, brief)) {
            client.publishRecordUpdateSync(brief, "short");
            for (WireClient follower : List.of(near, far)) {
                String frame = follower.await(text -> text.contains("mesh/record-deleted"), PATIENCE);
                assertTrue(frame.contains("\"version\":2"), frame);
            }
        }
        assertEquals(new Held(JsonValue.NULL, 2), read(two, brief));
        Eventually.equal("one instance observed it", PATIENCE, List.of(brief + " 2 removed"), () -> Stream.of(one, two)
                .flatMap(server -> observed(server, brief).stream())
                .toList());
    }

    private List<String> observed(ServerProcess server, String recordId) {
        return connect(server)
                .commandSync("observed", recordId, JsonValue.class)
                .asJsonArray()
                .getValuesAs(JsonString::getString)
                .stream()
                .filter(event -> event.endsWith("removed"))
                .toList();
    }

    private static WireClient follow(ServerProcess server, String recordId) {
        WireClient client = WireClient.connect(server.uri("/mesh"));
        client.send("{\"id\":1,\"command\":\"mesh/subscribe-record\",\"payload\":{\"recordId\":\"" + recordId
                + "\",\"mode\":\"patch\"}}");
        client.await(frame -> frame.contains("\"id\":1"), PATIENCE);
        return client;
    }
}
