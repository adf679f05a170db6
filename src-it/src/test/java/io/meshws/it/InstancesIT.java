package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.it.team.FarCommands.Connection;
import io.meshws.it.team.FarCommands.Place;
import io.meshws.it.team.TeamCommands.Note;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.function.Executable;

/** Connections, rooms and metadata across two instances. The test that kills the second comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstancesIT extends MixedInstances {
    private static final int LAST = 2;

    private final String room = "room-" + UUID.randomUUID();

    @Test
    @Order(1)
    void aRoomSpansTheInstances() throws InterruptedException {
        RoomMember atOne = member(one);
        RoomMember atTwo = member(two);

        atOne.client.commandSync("tell", new Note(room, "from one"), Void.class);
        assertEquals("from one", atOne.next());
        assertEquals("from one", atTwo.next());
        atTwo.client.commandSync("tell", new Note(room, "from two"), Void.class);
        assertEquals("from two", atOne.next());
        assertEquals("from two", atTwo.next());

        Set<String> both = Set.of(atOne.client.connectionId(), atTwo.client.connectionId());
        assertEquals(both, Set.copyOf(members(atOne.client)));
        assertEquals(both, Set.copyOf(members(atTwo.client)));
    }

    @Test
    @Order(1)
    void aConnectionIsPutIntoRoomsAndOutOfThemFromTheOtherInstance() throws InterruptedException {
        MeshClient atOne = connect(one);
        RoomMember atTwo = new RoomMember(connect(two));
        String id = atTwo.client.connectionId();

        assertTrue(atOne.commandSync("place", new Place(id, room), boolean.class));
        assertFalse(atOne.commandSync("place", new Place(id, room), boolean.class));
        assertEquals(List.of(id), members(atOne));
        assertEquals(List.of(room), strings(atOne.commandSync("rooms-of", id, JsonValue.class)));
        atOne.commandSync("tell", new Note(room, "hello"), Void.class);
        assertEquals("hello", atTwo.next());

        assertTrue(atOne.commandSync("displace", new Place(id, room), boolean.class));
        assertFalse(atOne.commandSync("displace", new Place(id, room), boolean.class));
        assertEquals(List.of(), members(atTwo.client));
    }

    @Test
    @Order(1)
    void metadataIsWrittenAndReadFromEitherInstance() {
        MeshClient atOne = connect(one);
        MeshClient atTwo = connect(two);
        String id = atTwo.connectionId();
        atTwo.commandSync("join", room, boolean.class);

        atTwo.commandSync(
                "mesh/set-my-connection-metadata", Map.of("metadata", Map.of("user", "ada")), JsonValue.class);
        atOne.commandSync("set-metadata", new Connection(id, object("mood", "calm")), Void.class);

        JsonValue both = Json.object().add("user", "ada").add("mood", "calm").build();
        Map<String, String> asked = Map.of("connectionId", id);
        assertEquals(
                Json.object().add("metadata", both).build(),
                atOne.commandSync("mesh/get-connection-metadata", asked, JsonValue.class));
        assertEquals(
                Json.object().add("metadata", both).build(),
                atTwo.commandSync("mesh/get-my-connection-metadata", Map.of(), JsonValue.class));
        assertEquals(Json.object().add(id, both).build(), atOne.commandSync("all-metadata", room, JsonValue.class));
    }

    @Test
    @Order(1)
    void aRoomsMetadataIsSharedAndGoesWithTheRoom() {
        MeshClient atOne = connect(one);
        MeshClient atTwo = connect(two);
        atTwo.commandSync("join", room, boolean.class);

        atOne.commandSync("set-room-metadata", new Note(room, "General"), Void.class);
        assertEquals(
                object("metadata", "General"),
                atTwo.commandSync("mesh/get-room-metadata", Map.of("roomName", room), JsonValue.class));

        atOne.commandSync("clear", room, Void.class);
        assertEquals(List.of(), members(atTwo));
        assertEquals(
                Json.object().addNull("metadata").build(),
                atTwo.commandSync("mesh/get-room-metadata", Map.of("roomName", room), JsonValue.class));
    }

    @Test
    @Order(1)
    void aConnectionIsSentToAskedAndClosedFromTheOtherInstance() throws Exception {
        MeshClient atOne = connect(one);
        MeshClient atTwo = client(two);
        CompletableFuture<String> sent = new CompletableFuture<>();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        atTwo.on("sent", String.class, sent::complete);
        atTwo.onRequest("question", String.class, text -> text + ": yes");
        atTwo.onClose(event -> closed.complete(event.code()));
        String id = atTwo.connectSync();

        assertTrue(atOne.commandSync("send-to", new Connection(id, Json.string("hello")), boolean.class));
        assertEquals("hello", sent.get(InstancesSetting.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals("Sure?: yes", atOne.commandSync("ask", new Connection(id, Json.string("Sure?")), String.class));
        atOne.commandSync("close", id, Void.class);
        assertEquals(1000, closed.get(InstancesSetting.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    @Order(1)
    void aJsonbOfTheApplicationReadsAndWritesPayloads() {
        MeshClient client = connect(two);

        assertEquals(12L, client.commandSync("cents", "12c", long.class));
        assertEquals(object("price", "24c"), client.commandSync("twice", Map.of("price", "12c"), JsonValue.class));
        assertEquals("count 5", client.commandSync("count", Map.of("count", 5.0), String.class));
        MeshClientException e = assertThrows(
                MeshClientException.class, () -> client.commandSync("count", Map.of("count", 1.5), String.class));
        assertEquals("EPAYLOAD", e.code());
        assertTrue(e.getMessage().startsWith("payload.count: expected an integer"), e::getMessage);
    }

    @Test
    @Order(1)
    void aRefusalOfAClientCrossesInstancesAsItIs() {
        MeshClient atOne = connect(one);
        MeshClient atTwo = connect(two);
        atTwo.onRequest("question", String.class, text -> {
            throw new MeshClientException("EMOOD", "MoodError", "Not today");
        });

        MeshClientException e = assertThrows(
                MeshClientException.class,
                () -> atOne.commandSync(
                        "ask", new Connection(atTwo.connectionId(), Json.string("Sure?")), String.class));

        assertEquals("EMOOD", e.code());
        assertEquals("MoodError", e.name());
        assertEquals("Not today", e.getMessage());
    }

    @Test
    @Order(LAST)
    void whenOneInstanceIsKilledTheOthersClientsMissNothing() throws Exception {
        int before = 200;
        int after = 500;
        RoomMember atOne = member(one);
        RoomMember alsoAtOne = member(one);
        RoomMember atTwo = member(two);
        String dead = atTwo.client.connectionId();
        CountDownLatch asked = new CountDownLatch(1);
        atTwo.client.onRequest("question", JsonValue.class, nothing -> {
            asked.countDown();
            return new CompletableFuture<>();
        });
        CompletableFuture<?> waiting;
        try (NumberFlow survivor = new NumberFlow(connect(one), room, "survivor");
                NumberFlow doomed = new NumberFlow(connect(two), room, "doomed");
                MeshClient roaming = MeshClient.builder(two.uri("/mesh"))
                        .alsoAt(one.uri("/mesh"))
                        .build()) {
            String atFirst = roaming.connectSync();
            Eventually.holds("messages flow", () -> survivor.sent() >= before && doomed.sent() >= before);

            waiting = atOne.client.command("ask-briefly", new Connection(dead, JsonValue.NULL), JsonValue.class);
            assertTrue(asked.await(InstancesSetting.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            two.kill();

            int sentByThen = survivor.sent();
            Eventually.holds("messages flow on", () -> survivor.sent() >= sentByThen + after);
            Eventually.holds(
                    "at the other address",
                    InstancesSetting.PATIENCE,
                    () -> roaming.isConnected() && !roaming.connectionId().equals(atFirst));
            survivor.stop();
            doomed.stop();
            assertEquals(List.of(), survivor.errors());
            for (RoomMember member : List.of(atOne, alsoAtOne)) {
                Eventually.holds("all arrived", () -> member.from("survivor").size() >= survivor.sent());
                assertEquals(NumberFlow.numbers(survivor.sent()), member.from("survivor"));
                assertTrue(member.from("doomed").size() >= doomed.sent(), "what was confirmed has arrived");
                assertEquals(NumberFlow.numbers(member.from("doomed").size()), member.from("doomed"));
                assertTrue(member.client.isConnected());
            }
            List<String> seenByTheDead = atTwo.from("survivor");
            assertEquals(NumberFlow.numbers(seenByTheDead.size()), seenByTheDead);
        }

        MeshClient client = atOne.client;
        // EGONE shows that nobody waited for an answer of the dead: then it would be EUNAVAILABLE.
        assertFalse(client.commandSync("send-to", new Connection(dead, JsonValue.NULL), boolean.class));
        assertGone(() -> client.commandSync("ask", new Connection(dead, JsonValue.NULL), JsonValue.class));
        assertGone(() -> client.commandSync("close", dead, Void.class));
        assertGone(() -> client.commandSync("set-metadata", new Connection(dead, JsonValue.NULL), Void.class));
        assertGone(() -> client.commandSync("place", new Place(dead, room), boolean.class));
        // Nobody can tell whether the client had answered.
        assertEquals("EUNAVAILABLE", ((MeshClientException) Eventually.failure(waiting)).code());
    }

    private static void assertGone(Executable call) {
        assertEquals("EGONE", assertThrows(MeshClientException.class, call).code());
    }

    private RoomMember member(ServerProcess server) {
        return RoomMember.of(room, connect(server));
    }

    private List<String> members(MeshClient client) {
        return strings(client.commandSync("members", room, JsonValue.class));
    }

    private static List<String> strings(JsonValue array) {
        return array.asJsonArray().getValuesAs(JsonString::getString);
    }

    private static JsonObject object(String name, String value) {
        return Json.object().add(name, value).build();
    }
}
