package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Access of clients to each other's data and to rooms, on every engine. */
abstract class ClientAccessContract extends MeshSetting {
    private static final String WITH_METADATA = "{\"roomName\":\"lobby\",\"metadata\":true}";
    private static final String LOBBY = "{\"roomName\":\"lobby\"}";
    private static final String MINE = "{\"metadata\":{\"name\":\"me\"}}";

    private static String of(TestClient client) {
        return "{\"connectionId\":\"" + client.id() + "\"}";
    }

    @Test
    void metadataIsClosedUntilItIsExposed() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        get(here.mesh.connections().setMetadata(a.id(), Map.of("salary", 1)));
        get(here.mesh.rooms().setMetadata("lobby", Map.of("secret", 1)));

        assertEquals("EFORBIDDEN", code(b.call("mesh/get-connection-metadata", of(a))));
        assertEquals("EFORBIDDEN", code(b.call("mesh/get-connection-metadata", "{\"connectionId\":\"none\"}")));
        assertEquals("EFORBIDDEN", code(b.call("mesh/get-room-metadata", LOBBY)));
        assertEquals("EFORBIDDEN", code(a.call("mesh/set-my-connection-metadata", MINE)));

        JsonValue own = json("{\"metadata\":{\"salary\":1}}");
        assertEquals(own, a.call("mesh/get-my-connection-metadata", "{}"));
        assertEquals(own, a.call("mesh/get-connection-metadata", of(a)));
        assertEquals(
                Optional.of(json("{\"salary\":1}")),
                get(there.mesh.connections().metadata(a.id())));
    }

    @Test
    void membersAreToldWithoutMetadataThatIsClosed() {
        there.mesh.presence().track("lobby");
        here.mesh.presence().track("lobby");
        TestClient a = here.connect();
        TestClient b = there.connect();
        get(here.mesh.connections().setMetadata(a.id(), Map.of("n", 1)));
        get(here.mesh.connections().setMetadata(b.id(), Map.of("n", 2)));
        a.call("mesh/join-room", LOBBY);
        Map<String, JsonValue> seen = Map.of(a.id(), JsonValue.NULL, b.id(), json("{\"n\":2}"));

        assertEquals(seen, present(b.call("mesh/join-room", WITH_METADATA)));
        assertEquals(seen, present(b.call("mesh/get-presence-state", WITH_METADATA)));
        assertEquals(seen, present(b.call("mesh/subscribe-presence", WITH_METADATA)));
    }

    private static Map<String, JsonValue> present(JsonValue reply) {
        return reply.asJsonObject().getJsonArray("present").getValuesAs(JsonObject.class).stream()
                .collect(Collectors.toMap(member -> member.getString("id"), member -> member.get("metadata")));
    }

    @Test
    void guardsDecideAboutEachConnection() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        TestClient c = there.connect();
        get(here.mesh.connections().setMetadata(a.id(), Map.of("n", 1)));
        get(here.mesh.connections().setMetadata(b.id(), Map.of("n", 2)));
        for (TestClient client : List.of(a, b)) {
            client.call("mesh/join-room", LOBBY);
        }
        List<String> asked = new CopyOnWriteArrayList<>();
        there.mesh.connections().exposeMetadata(Guard.async((connection, id) -> {
            asked.add(connection.id() + " " + id);
            return CompletableFuture.completedFuture(id.equals(a.id()));
        }));

        assertEquals(json("{\"metadata\":{\"n\":1}}"), c.call("mesh/get-connection-metadata", of(a)));
        assertEquals("EFORBIDDEN", code(c.call("mesh/get-connection-metadata", of(b))));
        assertEquals(List.of(c.id() + " " + a.id(), c.id() + " " + b.id()), asked);
        assertEquals(
                Map.of(a.id(), json("{\"n\":1}"), b.id(), JsonValue.NULL, c.id(), JsonValue.NULL),
                present(c.call("mesh/join-room", WITH_METADATA)));
        assertFalse(asked.contains(c.id() + " " + c.id()), "one's own is always open");

        asked.clear();
        for (String bad : List.of("", "x\\u0000", "x\\ud83d", "x".repeat(257))) {
            assertEquals("ENAME", code(c.call("mesh/get-connection-metadata", "{\"connectionId\":\"" + bad + "\"}")));
        }
        assertEquals(List.of(), asked);

        assertTrue(there.mesh.connections().unexposeMetadata());
        assertFalse(there.mesh.connections().unexposeMetadata());
        assertEquals("EFORBIDDEN", code(c.call("mesh/get-connection-metadata", of(a))));
    }

    @Test
    void guardsDecideWhichWritesAndReadsOfRoomsAreAllowed() {
        TestClient a = here.connect();
        List<Guard> refusing = List.of(
                (connection, name) -> false,
                Guard.async((connection, name) -> null),
                (connection, name) -> {
                    throw new CommandException("no");
                },
                Guard.async((connection, name) -> CompletableFuture.failedFuture(new CommandException("no"))));
        get(here.mesh.rooms().setMetadata("lobby", 1));
        for (Guard guard : refusing) {
            here.mesh.connections().exposeOwnMetadata(guard);
            here.mesh.rooms().exposeMetadata("lobby", guard);
            assertEquals("EFORBIDDEN", code(a.call("mesh/set-my-connection-metadata", MINE)));
            assertEquals("EFORBIDDEN", code(a.call("mesh/get-room-metadata", LOBBY)));
        }
        here.mesh.connections().exposeOwnMetadata((connection, name) -> name.equals(a.id()));
        here.mesh.rooms().exposeMetadata("lobby", (connection, name) -> name.equals("lobby"));
        assertEquals(json("{\"success\":true}"), a.call("mesh/set-my-connection-metadata", MINE));
        assertEquals(json(MINE), a.call("mesh/get-my-connection-metadata", "{}"));
        assertEquals(json("{\"metadata\":1}"), a.call("mesh/get-room-metadata", LOBBY));
        assertEquals("EFORBIDDEN", code(a.call("mesh/get-room-metadata", "{\"roomName\":\"other\"}")));

        assertTrue(here.mesh.connections().unexposeOwnMetadata());
        assertFalse(here.mesh.connections().unexposeOwnMetadata());
        assertTrue(here.mesh.rooms().unexposeMetadata("lobby"));
        assertFalse(here.mesh.rooms().unexposeMetadata("lobby"));
        assertEquals("EFORBIDDEN", code(a.call("mesh/set-my-connection-metadata", MINE)));
        assertEquals("EFORBIDDEN", code(a.call("mesh/get-room-metadata", LOBBY)));
    }

    @Test
    void everyRoomMayBeJoinedUntilTheFirstIsExposed() {
        TestClient a = here.connect();
        assertTrue(a.call("mesh/join-room", "{\"roomName\":\"any\"}")
                .asJsonObject()
                .getBoolean("success"));
        here.mesh.rooms().expose(Pattern.compile("team:.*"), (connection, room) -> !room.endsWith(":board"));
        here.mesh.rooms().expose("lobby");

        assertEquals("EFORBIDDEN", code(a.call("mesh/join-room", "{\"roomName\":\"other\"}")));
        assertEquals("EFORBIDDEN", code(a.call("mesh/join-room", "{\"roomName\":\"any\"}")));
        assertEquals("EFORBIDDEN", code(a.call("mesh/join-room", "{\"roomName\":\"team:board\"}")));
        for (String open : List.of("lobby", "team:1")) {
            assertTrue(a.call("mesh/join-room", "{\"roomName\":\"" + open + "\"}")
                    .asJsonObject()
                    .getBoolean("success"));
        }
        assertTrue(get(there.mesh.rooms().add("team:board", a.id())), "the application itself may");
        assertEquals(
                Set.of("any", "lobby", "team:1", "team:board"),
                get(there.mesh.rooms().roomsOf(a.id())));

        assertTrue(here.mesh.rooms().unexpose("lobby"));
        assertFalse(here.mesh.rooms().unexpose("lobby"));
        assertTrue(here.mesh.rooms().unexpose(Pattern.compile("team:.*")));
        assertEquals("EFORBIDDEN", code(a.call("mesh/join-room", "{\"roomName\":\"other\"}")), "it stays closed");
        assertTrue(get(here.mesh.rooms().contains("lobby", a.id())), "members stay");
        assertEquals(json("{\"success\":true}"), a.call("mesh/leave-room", LOBBY));
    }
}
