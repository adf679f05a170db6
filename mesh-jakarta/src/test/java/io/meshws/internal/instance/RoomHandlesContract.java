package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.InvalidNameException;
import io.meshws.RoomHandle;
import io.meshws.protocol.Change;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rooms as things, on every engine. */
abstract class RoomHandlesContract extends MeshSetting {
    private static final String GENERAL = "chat:general";

    private static List<JsonValue> heard(TestClient client) {
        return client.events("said");
    }

    private static void awaitHeard(TestClient client, String... texts) {
        Eventually.holds(() -> heard(client).size() >= texts.length);
        assertEquals(json("[\"" + String.join("\",\"", texts) + "\"]").asJsonArray(), heard(client));
    }

    @Test
    void aHandleIsItsNameAndNothingElse() {
        RoomHandle general = here.mesh.room(GENERAL);
        assertEquals(GENERAL, general.name());
        assertEquals(general, here.mesh.room("chat", "general"));
        assertNotEquals(general, here.mesh.room("chat", "general:2"));
        assertEquals("chat:a:b", here.mesh.room("chat", "a:b").name());
        assertEquals(Set.of(), get(here.mesh.rooms().names()), "a handle makes no room");
    }

    @Test
    void namesAreCheckedAsThoseOfRooms() {
        for (String bad : List.of("", "a\u0000b", "line\nbreak", "x".repeat(257), "\ud83d")) {
            assertThrows(InvalidNameException.class, () -> here.mesh.room(bad));
            assertThrows(InvalidNameException.class, () -> here.mesh.room(bad, "general"));
            assertThrows(InvalidNameException.class, () -> here.mesh.room("chat", bad));
            assertThrows(InvalidNameException.class, () -> here.mesh.rooms().keys(bad));
        }
        assertThrows(InvalidNameException.class, () -> here.mesh.room("a:b", "c"), "or it would be the room b:c of a");
        assertThrows(InvalidNameException.class, () -> here.mesh.rooms().keys("a:b"));
        assertThrows(InvalidNameException.class, () -> here.mesh.room("x".repeat(200), "y".repeat(56)));
        assertEquals(256, here.mesh.room("x".repeat(200), "y".repeat(55)).name().length());
    }

    @Test
    void membersOfAllInstancesJoinAndLeave() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        RoomHandle general = here.mesh.room(GENERAL);
        assertTrue(get(general.join(a.connection())));
        assertFalse(get(general.join(a.id())));
        assertTrue(get(general.join(b.id())));
        for (TestInstance any : List.of(here, there)) {
            RoomHandle same = any.mesh.room("chat", "general");
            assertEquals(Set.of(a.id(), b.id()), get(same.members()));
            assertEquals(2, get(same.size()));
            assertTrue(get(same.has(b.id())));
            assertTrue(get(same.has(a.connection())));
        }
        assertTrue(get(there.mesh.room(GENERAL).leave(a.id())));
        assertFalse(get(general.leave(a.connection())));
        assertFalse(get(general.has(a.connection())));
        b.vanish();
        Eventually.holds(() -> get(general.size()) == 0);
    }

    @Test
    void theRoomsOfANamespaceAreListed() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        get(here.mesh.room("chat", "general").join(a.id()));
        get(there.mesh.room("chat", "general").join(b.id()));
        get(here.mesh.room("chat", "support:1").join(b.id()));
        get(here.mesh.room("chatter", "x").join(b.id()));
        get(here.mesh.room("chat").join(b.id()));
        get(here.mesh.rooms().add("chat:", b.id()));
        for (TestInstance any : List.of(here, there)) {
            assertEquals(Set.of("general", "support:1"), get(any.mesh.rooms().keys("chat")));
            assertEquals(Set.of("x"), get(any.mesh.rooms().keys("chatter")));
            assertEquals(Set.of(), get(any.mesh.rooms().keys("game")));
        }
        get(here.mesh.room("chat", "general").leave(a.id()));
        assertEquals(Set.of("general", "support:1"), get(here.mesh.rooms().keys("chat")));
        get(here.mesh.room("chat", "general").leave(b.id()));
        assertEquals(Set.of("support:1"), get(there.mesh.rooms().keys("chat")));
    }

    @Test
    void eventsGoToAllMembersOrAllButOneOrOne() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        TestClient stranger = here.connect();
        RoomHandle general = here.mesh.room(GENERAL);
        get(general.emit("said", "to nobody"));
        get(general.join(a.id()));
        get(general.join(b.id()));
        get(general.emit("said", "to all"));
        get(general.emitExcept(a.id(), "said", "not to a"));
        get(general.emitExcept(b.connection(), "said", "not to b"));
        assertTrue(get(general.emitTo(b.id(), "said", "to b")));
        assertTrue(get(general.emitTo(a.connection(), "said", "to a")));
        assertFalse(get(general.emitTo(stranger.id(), "said", "to a stranger")));
        assertFalse(get(general.emitTo("nonsense", "said", "to nobody")));
        get(general.emit("said", "end"));
        awaitHeard(a, "to all", "not to b", "to a", "end");
        awaitHeard(b, "to all", "not to a", "to b", "end");
        assertEquals(List.of(), heard(stranger));
        assertThrows(IllegalArgumentException.class, () -> general.emit("mesh/x", null));
    }

    @Test
    void theStateIsARecordThatAllInstancesChangeAndClientsFollow() {
        List.of(here, there).forEach(each -> each.mesh.records().expose(Pattern.compile("chat:.+")));
        TestClient follower = there.connect();
        assertTrue(follower.call("mesh/subscribe-record", "{\"recordId\":\"" + GENERAL + "\"}")
                .asJsonObject()
                .getBoolean("success"));
        RoomHandle general = here.mesh.room(GENERAL);
        assertEquals(GENERAL, general.state().recordId());
        List<CompletionStage<?>> changes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            for (TestInstance any : List.of(here, there)) {
                changes.add(any.mesh.room("chat", "general").state().change(Change.increment("/visits", 1)));
            }
        }
        changes.forEach(Eventually::get);
        JsonObject state = get(there.mesh.room(GENERAL).state().get())
                .value()
                .orElseThrow()
                .asJsonObject();
        assertEquals(100, state.getInt("visits"));
        get(general.state()
                .change(
                        Change.push("/messages", "one").keep(1),
                        Change.push("/messages", "two").keep(1)));
        get(general.state().update(JsonObject.class, old -> old.orElseThrow()));
        get(general.state().updateExisting(JsonObject.class, old -> old));
        long version = get(general.state().write(Map.of("topic", "Lunch"), MergeStrategy.MERGE));
        JsonValue end = json("{\"visits\":100,\"messages\":[\"two\"],\"topic\":\"Lunch\"}");
        assertEquals(Optional.of(end), get(here.mesh.records().get(GENERAL)).value());
        Eventually.holds(() -> follower.events("mesh/record-update").stream()
                .anyMatch(update -> update.asJsonObject().getInt("version") == version));
        List<JsonValue> updates = follower.events("mesh/record-update");
        assertEquals(end, updates.get(updates.size() - 1).asJsonObject().get("full"));
        assertTrue(get(general.state().clear()));
        assertFalse(get(general.state().clear()));
        assertEquals(
                Optional.empty(), get(there.mesh.room(GENERAL).state().get()).value());
    }

    @Test
    void theStateOutlivesTheMembersAndEndsWithTheRoom() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        RoomHandle general = here.mesh.room(GENERAL);
        get(general.join(a.id()));
        get(general.state().write(Map.of("n", 1)));
        get(general.leave(a.id()));
        assertEquals(Optional.of(json("{\"n\":1}")), get(general.state().get()).value());
        get(general.join(a.id()));
        get(general.join(b.id()));
        get(here.mesh.rooms().setMetadata(GENERAL, "metadata"));

        get(general.delete());
        assertEquals(Set.of(), get(there.mesh.room(GENERAL).members()));
        assertEquals(Optional.empty(), get(general.state().get()).value());
        assertEquals(Optional.empty(), get(here.mesh.rooms().metadata(GENERAL)));
        assertEquals(Set.of(), get(here.mesh.rooms().keys("chat")));
        get(general.delete());
        assertTrue(get(general.join(a.id())), "the handle goes on");
    }
}
