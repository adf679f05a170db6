package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.InvalidNameException;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises about rooms, on every engine. */
abstract class RoomsContract extends MeshSetting {
    static final int MAX_ROOMS = 12;
    static final int MAX_METADATA = 1000;

    static MeshConfig.Builder settings() {
        return MeshConfig.builder()
                .set(MeshProperty.MAX_ROOMS, MAX_ROOMS)
                .set(MeshProperty.MAX_ROOM_METADATA, MAX_METADATA);
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
    void aClientThatDisconnectsLeavesEverything() {
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
    void aConnectionIsInSoManyRoomsAndNoMore() {
        TestClient a = there.connect();
        for (int i = 0; i < MAX_ROOMS; i++) {
            assertTrue(get(here.mesh.rooms().add("room" + i, a.id())));
        }
        CommandException refusal = (CommandException) failure(here.mesh.rooms().add("one more", a.id()));
        assertEquals("EROOMS", refusal.code());
        assertEquals("A connection may be in " + MAX_ROOMS + " rooms; leave one of them first", refusal.getMessage());
        assertEquals("EROOMS", code(a.call("mesh/join-room", "{\"roomName\":\"one more\"}")));
        assertEquals(Set.of(), get(here.mesh.rooms().members("one more")));
        assertFalse(get(here.mesh.rooms().add("room0", a.id())), "it is there already");
        assertTrue(get(here.mesh.rooms().add("one more", here.connect().id())), "each has its own");

        assertTrue(get(here.mesh.rooms().remove("room7", a.id())));
        assertTrue(get(here.mesh.rooms().add("one more", a.id())));
        assertEquals(MAX_ROOMS, get(here.mesh.rooms().roomsOf(a.id())).size());
        get(here.mesh.rooms().removeFromAll(a.id()));
        assertEquals(Set.of(), get(here.mesh.rooms().roomsOf(a.id())));
        assertTrue(get(here.mesh.rooms().add("room0", a.id())));
    }

    @Test
    void joinsAtOnceDoNotPassTheLimit() {
        TestClient a = there.connect();
        List<CompletableFuture<Boolean>> joins = IntStream.range(0, 3 * MAX_ROOMS)
                .mapToObj(i -> (i % 2 == 0 ? here : there).mesh.rooms().add("room" + i, a.id()))
                .map(join -> join.exceptionally(refused -> false).toCompletableFuture())
                .toList();
        assertEquals(MAX_ROOMS, joins.stream().filter(Eventually::get).count());
        assertEquals(MAX_ROOMS, get(here.mesh.rooms().roomsOf(a.id())).size());
    }

    @Test
    void aRoomIsEmptiedAndKeepsItsMetadata() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        get(here.mesh.rooms().add("lobby", a.id()));
        get(here.mesh.rooms().add("lobby", b.id()));
        get(here.mesh.rooms().setMetadata("lobby", Map.of("topic", "x")));
        get(there.mesh.rooms().removeAll("lobby"));
        assertEquals(Set.of(), get(here.mesh.rooms().members("lobby")));
        assertEquals(Set.of(), get(here.mesh.rooms().roomsOf(b.id())));
        assertEquals(
                Optional.of(json("{\"topic\":\"x\"}")), get(here.mesh.rooms().metadata("lobby")));
    }

    @Test
    void membersAreToldWithTheirMetadata() {
        there.mesh.connections().exposeMetadata();
        TestClient a = here.connect();
        TestClient b = there.connect();
        TestClient elsewhere = there.connect();
        get(here.mesh.connections().setMetadata(a.id(), Map.of("name", "Ada")));
        get(here.mesh.connections().setMetadata(elsewhere.id(), Map.of("name", "Bob")));
        get(here.mesh.rooms().add("lobby", a.id()));
        get(here.mesh.rooms().add("lobby", b.id()));
        for (TestInstance any : List.of(here, there)) {
            assertEquals(
                    Map.of(a.id(), json("{\"name\":\"Ada\"}"), b.id(), JsonValue.NULL),
                    get(any.mesh.rooms().membersWithMetadata("lobby")));
            assertEquals(Map.of(), get(any.mesh.rooms().membersWithMetadata("empty")));
        }
        assertEquals(
                Set.of(
                        json("{\"id\":\"" + a.id() + "\",\"metadata\":{\"name\":\"Ada\"}}"),
                        json("{\"id\":\"" + b.id() + "\",\"metadata\":null}"),
                        json("{\"id\":\"" + elsewhere.id() + "\",\"metadata\":{\"name\":\"Bob\"}}")),
                Set.copyOf(elsewhere
                        .call("mesh/join-room", "{\"roomName\":\"lobby\",\"metadata\":true}")
                        .asJsonObject()
                        .getJsonArray("present")));
    }

    @Test
    void metadataIsAsLongAsItMayBeAndNoLonger() {
        String longest = "x".repeat(MAX_METADATA - "{\"k\":\"\"}".length());
        get(here.mesh.rooms().setMetadata("lobby", Map.of("k", longest)));
        List<Object> tooLong = List.of(Map.of("k", longest + "x"), Map.of("k", longest.substring(5) + '\u0001'));
        for (Object metadata : tooLong) {
            for (MergeStrategy strategy : MergeStrategy.values()) {
                assertEquals("ETOOLARGE", code(there.mesh.rooms().setMetadata("lobby", metadata, strategy)));
            }
        }
        // Short, but too long together with the existing metadata.
        for (MergeStrategy strategy : List.of(MergeStrategy.MERGE, MergeStrategy.DEEP_MERGE)) {
            CommandException refusal =
                    (CommandException) failure(there.mesh.rooms().setMetadata("lobby", Map.of("more", 1), strategy));
            assertEquals("ETOOLARGE", refusal.code());
            assertEquals(
                    "The metadata of a room must not be longer than " + MAX_METADATA + " characters",
                    refusal.getMessage());
        }
        assertEquals(
                MAX_METADATA,
                get(here.mesh.rooms().metadata("lobby"))
                        .orElseThrow()
                        .toString()
                        .length());
        get(here.mesh.rooms().updateMetadata("lobby", Map.of("k", "short")));
        get(here.mesh.rooms().updateMetadata("lobby", Map.of("more", 1)));
    }

    @Test
    void metadataIsAsDeepAsEveryClientCanRead() {
        String deepest = "[".repeat(60) + "]".repeat(60);
        get(here.mesh.rooms().setMetadata("lobby", json(deepest)));
        assertEquals("ETOODEEP", code(here.mesh.rooms().setMetadata("lobby", json("[" + deepest + "]"))));
        assertEquals(Optional.of(json(deepest)), get(there.mesh.rooms().metadata("lobby")));
    }
}
