package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Audience;
import io.meshws.CommandException;
import io.meshws.InvalidNameException;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.Transport;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an application and its clients are promised, whatever the engine. Where the engine has several instances, {@code
 * there} is another one; else it is the same.
 */
abstract class MeshContract {
    private static final Duration LONG = Duration.ofSeconds(30);

    protected TestInstance here;
    protected TestInstance there;

    abstract TestInstance newInstance();

    abstract boolean hasSeveral();

    @BeforeEach
    void start() {
        here = newInstance();
        there = hasSeveral() ? newInstance() : here;
    }

    @AfterEach
    void stop() {
        List.of(here.mesh.stop(), there.mesh.stop()).forEach(Eventually::get);
    }

    private static JsonValue json(String text) {
        return Json.readTrusted(text);
    }

    private static String code(CompletionStage<?> stage) {
        return ((CommandException) failure(stage)).code();
    }

    // Rooms

    @Test
    void aClientThatNothingCanBeSentToIsAnnouncedAndThenGone() {
        List<Integer> closeCodes = new CopyOnWriteArrayList<>();
        Connection broken = here.mesh.opened(
                new Handshake("/mesh", "192.0.2.1", Map.of(), Map.of(), Optional.empty()), new Transport() {
                    @Override
                    public void send(String frame, Done done) {
                        done.done(new IOException("reset"));
                    }

                    @Override
                    public void close(int code, String reason) {
                        closeCodes.add(code);
                    }
                });
        assertEquals(broken.id(), here.opened.get(0).connection().id());
        assertEquals(1006, here.closed.get(0).code());
        assertEquals(List.of(1011), closeCodes);
        here.mesh.closed(broken, 1006, "");
        assertEquals(1, here.closed.size());
    }

    @Test
    void aRoomKnowsItsMembersEverywhere() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        assertTrue(get(here.mesh.rooms().add("lobby", a.connection())));
        assertFalse(get(here.mesh.rooms().add("lobby", a.id())));
        assertTrue(get(here.mesh.rooms().add("lobby", b.id())));
        assertTrue(get(there.mesh.rooms().add("bar", b.id())));

        for (TestInstance any : List.of(here, there)) {
            assertEquals(Set.of(a.id(), b.id()), get(any.mesh.rooms().members("lobby")));
            assertTrue(get(any.mesh.rooms().contains("lobby", b.id())));
            assertFalse(get(any.mesh.rooms().contains("bar", a.id())));
            assertEquals(Set.of("lobby", "bar"), get(any.mesh.rooms().roomsOf(b.id())));
            assertEquals(Set.of("lobby", "bar"), get(any.mesh.rooms().names()));
        }

        assertTrue(get(here.mesh.rooms().remove("lobby", b.id())));
        assertFalse(get(here.mesh.rooms().remove("lobby", b.id())));
        assertEquals(Set.of(a.id()), get(there.mesh.rooms().members("lobby")));
        get(here.mesh.rooms().removeFromAll(b.id()));
        assertEquals(Set.of(), get(there.mesh.rooms().roomsOf(b.id())));
        assertEquals(Set.of("lobby"), get(there.mesh.rooms().names()));
    }

    @Test
    void aConnectionThatDoesNotExistCannotJoin() {
        TestClient gone = there.connect();
        gone.vanish();
        assertEquals("EGONE", code(here.mesh.rooms().add("lobby", gone.id())));
        assertEquals("EGONE", code(here.mesh.rooms().add("lobby", "nonsense")));
        assertEquals("EGONE", code(here.mesh.rooms().add("lobby", "AAAAAAAAAAAA.nonsense")));
        assertEquals(Set.of(), get(here.mesh.rooms().members("lobby")));
    }

    @Test
    void roomNamesAreChecked() {
        TestClient a = here.connect();
        for (String bad : List.of("", "a\u0000b", "line\nbreak", "x".repeat(257))) {
            assertThrows(InvalidNameException.class, () -> here.mesh.rooms().add(bad, a.id()));
            assertThrows(InvalidNameException.class, () -> here.mesh.broadcastRoom(bad, "e", null));
        }
        for (String fine : List.of("*", "a{b}c", "}", "ü ☃", "a:b:*?[x]", "\"quoted\"")) {
            assertTrue(get(here.mesh.rooms().add(fine, a.id())), fine);
            assertEquals(Set.of(a.id()), get(there.mesh.rooms().members(fine)), fine);
        }
    }

    @Test
    void whoDisconnectsLeavesEverything() {
        TestClient a = here.connect();
        get(here.mesh.rooms().add("lobby", a.id()));
        get(here.mesh.connections().setMetadata(a.id(), Map.of("u", 1)));
        a.vanish();
        Eventually.holds(() -> get(there.mesh.rooms().members("lobby")).isEmpty());
        Eventually.holds(() -> get(there.mesh.connections().metadata(a.id())).isEmpty());
        assertEquals(Set.of(), get(there.mesh.rooms().roomsOf(a.id())));
        assertFalse(get(there.mesh.connections().ids()).contains(a.id()));
        assertEquals(1, here.closed.size());
    }

    @Test
    void joinsThatRaceADisconnectLeaveNothingBehind() {
        for (int round = 0; round < 20; round++) {
            TestClient a = here.connect();
            List<CompletableFuture<Boolean>> joins = IntStream.range(0, 5)
                    .mapToObj(i -> there.mesh.rooms().add("race" + i, a.id()).toCompletableFuture())
                    .toList();
            a.vanish();
            joins.forEach(join -> join.handle((v, e) -> null).join());
        }
        Eventually.holds(() -> IntStream.range(0, 5)
                .allMatch(i -> get(there.mesh.rooms().members("race" + i)).isEmpty()));
        assertTrue(IntStream.range(0, 5).allMatch(i -> here.mesh.broadcastRoom("race" + i, "e", 1) != null));
    }

    @Test
    void clearRemovesMembersAndMetadata() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        get(here.mesh.rooms().add("lobby", a.id()));
        get(here.mesh.rooms().add("lobby", b.id()));
        get(here.mesh.rooms().setMetadata("lobby", Map.of("topic", "x")));
        get(there.mesh.rooms().clear("lobby"));
        assertEquals(Set.of(), get(here.mesh.rooms().members("lobby")));
        assertEquals(Optional.empty(), get(here.mesh.rooms().metadata("lobby")));
        assertEquals(Set.of(), get(here.mesh.rooms().roomsOf(a.id())));

        get(here.mesh.broadcastRoom("lobby", "after", 1));
        get(here.mesh.broadcast("end", 1));
        b.event("end");
        assertEquals(List.of(), a.events("after"));
        assertEquals(List.of(), b.events("after"));
    }

    @Test
    void roomMetadataIsReplacedMergedAndListed() {
        get(here.mesh.rooms().setMetadata("lobby", json("{\"a\":1,\"deep\":{\"x\":1}}")));
        get(there.mesh.rooms().updateMetadata("lobby", json("{\"b\":2,\"deep\":{\"y\":2}}")));
        assertEquals(
                Optional.of(json("{\"a\":1,\"b\":2,\"deep\":{\"y\":2}}")),
                get(here.mesh.rooms().metadata("lobby")));
        get(here.mesh.rooms().setMetadata("lobby", json("{\"deep\":{\"z\":[]}}"), MergeStrategy.DEEP_MERGE));
        assertEquals(
                Map.of("lobby", json("{\"a\":1,\"b\":2,\"deep\":{\"y\":2,\"z\":[]}}")),
                get(there.mesh.rooms().allMetadata()));
        get(here.mesh.rooms().setMetadata("lobby", List.of(1)));
        assertEquals(Optional.of(json("[1]")), get(there.mesh.rooms().metadata("lobby")));
    }

    @Test
    void concurrentMergesOfRoomMetadataLoseNothing() {
        List<CompletableFuture<Void>> writes = IntStream.range(0, 40)
                .mapToObj(i -> (i % 2 == 0 ? here : there)
                        .mesh
                        .rooms()
                        .updateMetadata("lobby", Map.of("k" + i, i))
                        .toCompletableFuture())
                .toList();
        writes.forEach(Eventually::get);
        assertEquals(
                40,
                get(here.mesh.rooms().metadata("lobby"))
                        .orElseThrow()
                        .asJsonObject()
                        .size());
    }

    // Broadcasts

    @Test
    void broadcastsReachTheirAudienceOnEveryInstance() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        TestClient c = there.connect();
        get(here.mesh.rooms().add("room", a.id()));
        get(here.mesh.rooms().add("room", b.id()));

        get(here.mesh.broadcast("all", "1"));
        get(here.mesh.broadcast(Audience.everyone().except(b.id()), "all-but-b", "2"));
        get(here.mesh.broadcastRoom("room", "room", "3"));
        get(here.mesh.broadcast(Audience.room("room").except(a.connection()), "room-but-a", "4"));
        get(here.mesh.broadcast(Audience.connections(a.id(), c.id(), "nobody", "XXXX.y"), "chosen", "5"));
        get(here.mesh.broadcast(Audience.connections(List.of(b.id(), c.id())).except(c.id()), "chosen-but-c", "6"));
        get(here.mesh.broadcast("end", null));

        assertEquals(JsonValue.NULL, a.event("end"));
        b.event("end");
        c.event("end");
        assertEquals(List.of("all", "all-but-b", "room", "chosen", "end"), names(a));
        assertEquals(List.of("all", "room", "room-but-a", "chosen-but-c", "end"), names(b));
        assertEquals(List.of("all", "all-but-b", "chosen", "end"), names(c));
    }

    private static List<String> names(TestClient client) {
        return client.received().stream()
                .map(frame -> frame.getString("command"))
                .filter(name -> !name.startsWith("mesh/"))
                .toList();
    }

    @Test
    void aSenderIsHeardInOrder() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        get(here.mesh.rooms().add("room", a.id()));
        get(here.mesh.rooms().add("room", b.id()));
        int n = 3000;
        CompletionStage<Void> last = null;
        for (int i = 0; i < n; i++) {
            last = i % 3 == 0 ? here.mesh.broadcast("n", i) : here.mesh.broadcastRoom("room", "n", i);
        }
        get(last);
        List<JsonValue> expected =
                IntStream.range(0, n).mapToObj(i -> json(Integer.toString(i))).toList();
        Eventually.holds(() -> b.events("n").size() >= n);
        assertEquals(expected, a.events("n"));
        assertEquals(expected, b.events("n"));
    }

    @Test
    void eventsOfMeshCannotBeForged() {
        assertThrows(IllegalArgumentException.class, () -> here.mesh.broadcast("mesh/record-update", 1));
    }

    // Connections

    @Test
    void oneConnectionIsReachedFromAnywhere() {
        TestClient a = there.connect();
        assertTrue(get(here.mesh.connections().send(a.id(), "hi", List.of(1))));
        assertEquals(json("[1]"), a.event("hi"));
        assertFalse(get(here.mesh.connections().send("nonsense", "hi", 1)));
        assertFalse(get(here.mesh.connections().send("AAAAAAAAAAAA.nonsense", "hi", 1)));
        Eventually.holds(() -> get(here.mesh.connections().ids()).equals(Set.of(a.id())));
    }

    @Test
    void idsAreLongAndDifferent() {
        TestClient a = here.connect();
        TestClient b = here.connect();
        assertTrue(a.id().length() >= 32, a.id());
        assertFalse(a.id().equals(b.id()));
        assertTrue(a.id().startsWith(here.mesh.instanceId()));
    }

    @Test
    void whatIsKnownOfTheHandshakeIsThere() {
        TestClient a = here.connect(Map.of("X-Header", List.of("1", "2")));
        var connection = here.mesh.connections().local(a.id()).orElseThrow();
        assertEquals(List.of("1", "2"), connection.headers().get("X-Header"));
        assertEquals(List.of("1"), connection.query().get("q"));
        assertEquals("192.0.2.1", connection.remoteAddress());
        assertEquals("/mesh", connection.path());
        assertEquals(Optional.empty(), connection.principal());
        assertEquals(a.id(), here.opened.get(0).connection().id());
    }

    @Test
    void aConnectionIsClosedFromAnywhere() {
        TestClient a = there.connect();
        get(here.mesh.connections().close(a.id()));
        Eventually.holds(() -> a.closeCode() != null);
        assertEquals(1000, a.closeCode());
        assertEquals("EGONE", code(here.mesh.connections().close(a.id())));
    }

    @Test
    void metadataIsReplacedMergedAndReadFromAnywhere() {
        TestClient a = there.connect();
        Eventually.holds(() -> get(here.mesh.connections().metadata(a.id())).equals(Optional.of(JsonValue.NULL)));
        get(here.mesh.connections().setMetadata(a.id(), json("{\"a\":1,\"deep\":{\"x\":1}}")));
        get(there.mesh.connections().setMetadata(a.id(), json("{\"deep\":{\"y\":2}}"), MergeStrategy.DEEP_MERGE));
        JsonValue expected = json("{\"a\":1,\"deep\":{\"x\":1,\"y\":2}}");
        assertEquals(Optional.of(expected), get(here.mesh.connections().metadata(a.id())));
        assertEquals(Optional.of(expected), get(there.mesh.connections().metadata(a.id())));
        get(here.mesh.connections().setMetadata(a.id(), json("{\"a\":null}"), MergeStrategy.MERGE));
        TestClient b = here.connect();
        get(here.mesh.rooms().add("room", a.id()));
        Eventually.holds(() -> get(there.mesh.connections().allMetadata()).size() == 2);
        assertEquals(
                Map.of(a.id(), json("{\"a\":null,\"deep\":{\"x\":1,\"y\":2}}"), b.id(), JsonValue.NULL),
                get(here.mesh.connections().allMetadata()));
        assertEquals(
                Set.of(a.id()), get(here.mesh.connections().allMetadata("room")).keySet());
        assertEquals(Optional.empty(), get(here.mesh.connections().metadata("nonsense")));
        assertEquals("EGONE", code(here.mesh.connections().setMetadata("nonsense", 1)));
    }

    @Test
    void concurrentMergesOfMetadataLoseNothing() {
        TestClient a = there.connect();
        List<CompletableFuture<Void>> writes = IntStream.range(0, 40)
                .mapToObj(i -> (i % 2 == 0 ? here : there)
                        .mesh
                        .connections()
                        .setMetadata(a.id(), Map.of("k" + i, i), MergeStrategy.MERGE)
                        .toCompletableFuture())
                .toList();
        writes.forEach(Eventually::get);
        assertEquals(
                40,
                get(here.mesh.connections().metadata(a.id()))
                        .orElseThrow()
                        .asJsonObject()
                        .size());
    }

    // Requests to clients

    private static JsonObject request(TestClient client) {
        return client.await(
                frame -> frame.containsKey("id") && frame.getString("command").equals("ask"));
    }

    private static void answer(TestClient client, String payload) {
        client.sendText(
                "{\"id\":" + request(client).get("id") + ",\"command\":\"mesh/reply\",\"payload\":" + payload + "}");
    }

    @Test
    void aClientAnswersARequest() {
        TestClient a = there.connect();
        CompletableFuture<Integer> answer =
                here.mesh.connections().request(a.id(), "ask", Map.of("q", 1), Integer.class, LONG);
        JsonObject request = request(a);
        assertTrue(request.getString("id").startsWith("s:"));
        assertEquals(json("{\"q\":1}"), request.get("payload"));
        answer(a, "42");
        assertEquals(42, get(answer));
        answer(a, "43");
    }

    @Test
    void aClientsErrorFailsTheRequest() {
        TestClient a = there.connect();
        CompletableFuture<String> answer = here.mesh.connections().request(a.id(), "ask", null, String.class, LONG);
        answer(a, "{\"error\":\"no\",\"code\":\"EMINE\",\"name\":\"Mine\"}");
        CommandException e = (CommandException) failure(answer);
        assertEquals(List.of("no", "EMINE", "Mine"), List.of(e.getMessage(), e.code(), e.name()));
    }

    @Test
    void anAnswerThatDoesNotBindFailsTheRequest() {
        TestClient a = there.connect();
        CompletableFuture<Integer> answer = here.mesh.connections().request(a.id(), "ask", null, Integer.class, LONG);
        answer(a, "\"text\"");
        assertEquals("EPAYLOAD", code(answer));
    }

    @Test
    void aRequestTimesOut() {
        TestClient a = there.connect();
        CompletableFuture<String> answer =
                here.mesh.connections().request(a.id(), "ask", null, String.class, Duration.ofSeconds(2));
        request(a);
        there.clock.advance(Duration.ofSeconds(3));
        there.mesh.tick();
        assertEquals("ETIMEOUT", code(answer));
    }

    @Test
    void aRequestEndsWithTheConnection() {
        TestClient a = there.connect();
        CompletableFuture<String> answer = here.mesh.connections().request(a.id(), "ask", null, String.class, LONG);
        request(a);
        a.vanish();
        assertEquals("EGONE", code(answer));
        assertEquals("EGONE", code(here.mesh.connections().request(a.id(), "ask", null, String.class, LONG)));
    }

    @Test
    void aCancelledRequestIsForgotten() {
        TestClient a = there.connect();
        CompletableFuture<String> answer = here.mesh.connections().request(a.id(), "ask", null, String.class, LONG);
        request(a);
        assertTrue(answer.cancel(false));
        answer(a, "\"late\"");
        assertTrue(answer.isCancelled());
    }

    @Test
    void nobodyAnswersForAnother() {
        TestClient a = there.connect();
        TestClient thief = there.connect();
        CompletableFuture<String> answer = here.mesh.connections().request(a.id(), "ask", null, String.class, LONG);
        thief.sendText("{\"id\":" + request(a).get("id") + ",\"command\":\"mesh/reply\",\"payload\":\"stolen\"}");
        answer(a, "\"mine\"");
        assertEquals("mine", get(answer));
    }

    // What clients do themselves

    @Test
    void clientsJoinAndLeave() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        assertEquals(
                json("{\"success\":true,\"present\":[\"" + a.id() + "\"]}"),
                a.call("mesh/join-room", "{\"roomName\":\"lobby\"}"));
        assertEquals(
                2,
                b.call("mesh/join-room", "{\"roomName\":\"lobby\",\"newer\":1}")
                        .asJsonObject()
                        .getJsonArray("present")
                        .size());
        assertEquals(json("{\"success\":true}"), a.call("mesh/leave-room", "{\"roomName\":\"lobby\"}"));
        assertEquals(Set.of(b.id()), get(here.mesh.rooms().members("lobby")));
        for (String bad : List.of("null", "{}", "[]", "{\"roomName\":1}", "{\"roomName\":null}")) {
            assertEquals(
                    "EPAYLOAD", a.call("mesh/join-room", bad).asJsonObject().getString("code"), bad);
        }
        assertEquals(
                "ENAME",
                a.call("mesh/join-room", "{\"roomName\":\"\"}").asJsonObject().getString("code"));
    }

    @Test
    void clientsReadAndWriteMetadata() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        assertEquals(json("{\"metadata\":null}"), a.call("mesh/get-my-connection-metadata", "{}"));
        assertEquals(
                json("{\"success\":true}"),
                a.call("mesh/set-my-connection-metadata", "{\"metadata\":{\"a\":{\"b\":1}}}"));
        assertEquals(
                json("{\"success\":true}"),
                a.call(
                        "mesh/set-my-connection-metadata",
                        "{\"metadata\":{\"a\":{\"c\":2}},\"options\":{\"strategy\":\"deepMerge\"}}"));
        assertEquals(
                json("{\"metadata\":{\"a\":{\"b\":1,\"c\":2}}}"),
                b.call("mesh/get-connection-metadata", "{\"connectionId\":\"" + a.id() + "\"}"));
        assertEquals(
                json("{\"metadata\":null}"), b.call("mesh/get-connection-metadata", "{\"connectionId\":\"none\"}"));
        get(here.mesh.rooms().setMetadata("lobby", Map.of("t", 1)));
        assertEquals(json("{\"metadata\":{\"t\":1}}"), b.call("mesh/get-room-metadata", "{\"roomName\":\"lobby\"}"));
        assertEquals(json("{\"metadata\":null}"), b.call("mesh/get-room-metadata", "{\"roomName\":\"other\"}"));
        assertEquals(
                "EPAYLOAD",
                a.call("mesh/set-my-connection-metadata", "{\"metadata\":1,\"options\":{\"strategy\":\"x\"}}")
                        .asJsonObject()
                        .getString("code"));
        for (String options : List.of("null", "{\"strategy\":null}")) {
            assertEquals(
                    json("{\"success\":true}"),
                    a.call("mesh/set-my-connection-metadata", "{\"metadata\":null,\"options\":" + options + "}"),
                    options);
        }
        assertEquals(json("{\"metadata\":null}"), a.call("mesh/get-my-connection-metadata", "{}"));
        assertEquals(JsonValue.TRUE, a.call("mesh/noop", "{}"));
    }

    @Test
    void stoppingClosesConnectionsAndLeavesNothing() {
        TestInstance leaving = newInstance();
        TestClient a = leaving.connect();
        get(leaving.mesh.rooms().add("lobby", a.id()));
        leaving.close();
        assertEquals(1001, a.closeCode());
        if (hasSeveral()) {
            assertEquals(Set.of(), get(here.mesh.rooms().members("lobby")));
            assertEquals(Set.of(), get(here.mesh.connections().ids()));
            assertEquals("EGONE", code(here.mesh.rooms().add("lobby", a.id())));
        }
    }
}
