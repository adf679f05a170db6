package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.protocol.GoldenFrames;
import io.meshws.protocol.Json;
import io.meshws.testing.FollowedRecord.Held;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Records on two instances with one Redis. The test that kills the second instance comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecordsIT extends RecordOperations {
    private static final int UPDATES = 3200;
    private static final int UPDATES_AROUND_A_FAILURE = 1600;
    private static final int COUNTERS = 4;
    private static final int LAST = 2;

    @Test
    @Order(1)
    void aWriteThatExpectsAnotherVersionIsRefusedWithTheCurrentOne() {
        MeshClient atTwo = connect(two);
        write(connect(one), id, 1, null);
        write(atTwo, id, 2, options("expectedVersion", Json.provider().createValue(1)));
        try (WireClient client = WireClient.connect(one.uri("/mesh"))) {
            client.send("{\"id\":1,\"command\":\"mesh/publish-record-update\",\"payload\":{\"recordId\":\"" + id
                    + "\",\"newValue\":3,\"options\":{\"expectedVersion\":1}}}");
            String reply = client.await(frame -> frame.contains("\"id\":1"), PATIENCE);
            JsonObject payload = Json.readTrusted(reply).asJsonObject().getJsonObject("payload");

            assertEquals("ECONFLICT", payload.getString("code"));
            assertEquals(2, payload.getInt("version"));
        }
        assertEquals(new Held(Json.provider().createValue(2), 2), read(one, id));
        assertEquals(read(one, id), read(two, id));
    }

    @Test
    @Order(1)
    void theFirstObjectComesAsAPatchAlsoOnTheOtherInstanceAndAfterADeletion() {
        MeshClient writer = connect(one);
        try (WireClient near = WireClient.connect(one.uri("/mesh"));
                WireClient far = WireClient.connect(two.uri("/mesh"))) {
            for (WireClient client : List.of(near, far)) {
                client.send("{\"id\":1,\"command\":\"mesh/subscribe-record\",\"payload\":{\"recordId\":\"" + id
                        + "\",\"mode\":\"patch\"}}");
                client.await(frame -> frame.contains("\"id\":1"), PATIENCE);
            }
            for (int version : List.of(1, 3)) {
                publish(writer, id, Json.object().add("count", 1).build(), null);
                String golden = GoldenFrames.text("record-update-patch-of-nothing")
                        .replace("user:3", id)
                        .replace("\"version\":1", "\"version\":" + version);
                for (WireClient client : List.of(near, far)) {
                    assertEquals(golden, client.await(frame -> frame.contains("\"version\":" + version), PATIENCE));
                }
                assertTrue(writer.commandSync("delete", id, boolean.class));
            }
        }
    }

    @Test
    @Order(1)
    void guardsAndExposuresDecideWhoWritesAndReads() {
        MeshClient client = connect(one);
        String readOnly = "read-only:" + id;
        String guarded = "private:" + id;

        assertTrue(subscribe(client, readOnly, "full").getBoolean("success"));
        assertEquals("EFORBIDDEN", codeOf(client, readOnly, JsonValue.TRUE, null));
        for (String refused : List.of(guarded, "throwing:" + id, "unexposed:" + id, "slow:" + "a".repeat(200))) {
            assertEquals(Json.object().add("success", false).build(), subscribe(client, refused, "full"));
            assertEquals("EFORBIDDEN", codeOf(client, refused, JsonValue.TRUE, null));
        }
        client.commandSync(
                "mesh/set-my-connection-metadata", Map.of("metadata", Map.of("userId", "ada")), JsonValue.class);
        assertEquals("none", codeOf(client, guarded, JsonValue.TRUE, null));
        assertEquals(1, subscribe(client, guarded, "patch").getInt("version"));
    }

    @Test
    @Order(1)
    void aDeletionIsToldToSubscribersOfBothInstancesAndObservedOnTheWritingOne() {
        String observed = "note:observed-" + UUID.randomUUID();
        MeshClient atOne = connect(one);
        write(atOne, observed, 1, null);
        write(atOne, observed, 1, null);
        try (WireClient near = WireClient.connect(one.uri("/mesh"));
                WireClient far = WireClient.connect(two.uri("/mesh"))) {
            for (WireClient client : List.of(near, far)) {
                client.send("{\"id\":1,\"command\":\"mesh/subscribe-record\",\"payload\":{\"recordId\":\"" + observed
                        + "\",\"mode\":\"patch\"}}");
                assertTrue(client.await(frame -> frame.contains("\"id\":1"), PATIENCE)
                        .contains("\"record\":1,\"version\":1"));
            }
            assertTrue(atOne.commandSync("delete", observed, boolean.class));
            assertFalse(atOne.commandSync("delete", observed, boolean.class));
            for (WireClient client : List.of(near, far)) {
                String frame = client.await(text -> text.contains("mesh/record-deleted"), PATIENCE);
                assertTrue(frame.contains("\"version\":2"), frame);
            }
        }
        write(atOne, observed, 5, null);
        assertEquals(
                Json.array()
                        .add(observed + " 1 1")
                        .add(observed + " 2 removed")
                        .add(observed + " 3 5")
                        .build(),
                atOne.commandSync("observed", observed, JsonValue.class));
        assertEquals(JsonValue.EMPTY_JSON_ARRAY, connect(two).commandSync("observed", observed, JsonValue.class));
    }

    @Test
    @Order(1)
    void badInputIsRefusedAndOddIdsAreIds() {
        MeshClient client = connect(one);
        for (String bad : List.of("", "note:" + "x".repeat(300), "note:a\u0000b", "note:a\nb")) {
            assertEquals("ENAME", codeOf(client, bad, JsonValue.TRUE, null), bad);
            MeshClientException e = assertThrows(MeshClientException.class, () -> subscribe(client, bad, "full"), bad);
            assertEquals("ENAME", e.code());
        }
        assertEquals(
                "EPAYLOAD",
                assertThrows(MeshClientException.class, () -> subscribe(client, id, "half"))
                        .code());
        assertEquals("EPAYLOAD", codeOf(client, id, JsonValue.TRUE, options("strategy", Json.string("mix"))));
        for (String version : List.of("-1", "1.5", "\"1\"")) {
            JsonObject options = options("expectedVersion", Json.readTrusted(version));
            assertEquals("EPAYLOAD", codeOf(client, id, JsonValue.TRUE, options), version);
        }
        // These are whole numbers, but no record gets there.
        for (String version : List.of("1e400", "99999999999999999999")) {
            JsonObject options = options("expectedVersion", Json.readTrusted(version));
            assertEquals("ECONFLICT", codeOf(client, id, JsonValue.TRUE, options), version);
        }
        MeshClientException noValue = assertThrows(
                MeshClientException.class,
                () -> client.commandSync("mesh/publish-record-update", Map.of("recordId", id), JsonValue.class));
        assertEquals("EPAYLOAD", noValue.code());
        assertEquals("ETOOLARGE", codeOf(client, id, Json.string("x".repeat(10_000)), null));
        assertEquals(new Held(JsonValue.NULL, 0), read(two, id));

        String glob = id + "*[a-z]?{x}\\ ü😀";
        write(client, glob, 1, null);
        assertEquals(1, read(two, glob).version());
        assertEquals(0, read(two, id + "*").version());
    }

    @Test
    @Order(1)
    void manyWritersAndFollowersOnBothInstancesEndAtTheSameValueAndVersion() {
        List<RecordFollower> followers = follow(one, two);
        Map<String, Long> before = redis.calls();
        long start = System.nanoTime();
        List<RecordWriter> writers = write(UPDATES);
        writers.forEach(RecordWriter::awaitDone);
        double written = seconds(start);

        assertConverged(followers, UPDATES, UPDATES, one, two);
        report("records", UPDATES, written, deliveries(followers), seconds(start), before);
        Held end = read(one, id);
        JsonObjectBuilder expected = Json.object();
        for (RecordWriter writer : writers) {
            assertEquals(0, writer.failed);
            expected.add(writer.member, writer.accepted);
        }
        assertEquals(expected.build(), end.value());
    }

    @Test
    @Order(1)
    void redisThatStandsStillForThreeSecondsCostsWritesThatAreToldAndNothingElse() {
        List<RecordFollower> followers = follow(one, two);
        List<RecordWriter> writers = write(UPDATES_AROUND_A_FAILURE);
        awaitAccepted(writers, UPDATES_AROUND_A_FAILURE / 2);
        redis.freeze();
        CompletableFuture.runAsync(redis::unfreeze, CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS))
                .join();
        writers.forEach(RecordWriter::awaitDone);

        int accepted = writers.stream().mapToInt(writer -> writer.accepted).sum();
        int failed = writers.stream().mapToInt(writer -> writer.failed).sum();
        assertTrue(failed > 0, "writes were told as failed");
        assertConverged(followers, accepted, accepted + failed, one, two);
        System.out.printf(
                "records, Redis paused 3 s: %d accepted, %d told as failed, version %d; full values after the reply: %d%n",
                accepted, failed, read(one, id).version(), fulls(followers));
    }

    @Test
    @Order(LAST)
    void theSurvivorsOfAKilledInstanceAreConsistent() {
        List<RecordFollower> followers = follow(one, two);
        List<RecordWriter> writers = write(UPDATES_AROUND_A_FAILURE);
        List<RecordWriter> counters = start(COUNTERS, id + "-count", UPDATES_AROUND_A_FAILURE, true);
        awaitAccepted(writers, UPDATES_AROUND_A_FAILURE / 2);
        two.kill();
        writers.forEach(RecordWriter::awaitDone);
        counters.forEach(RecordWriter::awaitDone);
        assertCounted(counters, read(one, id + "-count"));

        int accepted = writers.stream().mapToInt(writer -> writer.accepted).sum();
        // One for each writer of the dead instance: the one that it waited for when the instance died.
        int inFlight = writers.stream().mapToInt(writer -> writer.failed).sum();
        assertTrue(inFlight <= WRITERS / 2, inFlight + " failed");
        assertEquals(WRITERS / 2, writers.stream().filter(writer -> writer.gone).count());
        List<RecordFollower> survivors = Stream.iterate(0, i -> i + 2)
                .limit(FOLLOWERS / 2)
                .map(followers::get)
                .toList();
        assertConverged(survivors, accepted, accepted + inFlight, one);
        for (RecordFollower follower : followers) {
            assertEquals(List.of(), follower.faults());
        }
        System.out.printf(
                "records, instance killed: %d accepted, %d in flight, version %d%n",
                accepted, inFlight, read(one, id).version());
    }
}
