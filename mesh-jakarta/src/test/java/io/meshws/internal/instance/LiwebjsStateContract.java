package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.RecordSnapshot;
import io.meshws.RoomState;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests of liwebjs for the state of a room, each under its title: written on one instance, read on both. */
abstract class LiwebjsStateContract extends MeshSetting {
    private RoomState state() {
        return here.mesh.room("chat", "general").state();
    }

    private RoomState stateThere() {
        return there.mesh.room("chat", "general").state();
    }

    private void given(String value) {
        get(state().write(json(value)));
    }

    /** Both instances see the value. */
    private void assertState(String expected) {
        assertEquals(Optional.of(json(expected)), get(state().get()).value());
        assertEquals(Optional.of(json(expected)), get(stateThere().get()).value());
    }

    private void assertRefused(String code, Change change) {
        RecordSnapshot before = get(state().get());
        CommandException refusal = (CommandException) failure(state().change(change));
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains(change.path()), refusal::getMessage);
        assertEquals(before, get(state().get()), "nothing changed");
    }

    private void change(Change change) {
        get(state().change(change));
    }

    @Test
    void getOfAMissingKey() {
        assertEquals(Optional.empty(), get(state().get()).value());
        given("{\"b\":1}");
        assertEquals(
                null, get(state().get()).value().orElseThrow().asJsonObject().get("a"));
    }

    @Test
    void setAndGet() {
        change(Change.set("/theme", "dark"));
        assertState("{\"theme\":\"dark\"}");
    }

    @Test
    void setOverwrites() {
        change(Change.set("/theme", "dark"));
        change(Change.set("/theme", "light"));
        assertState("{\"theme\":\"light\"}");
    }

    @Test
    void hasAKey() {
        change(Change.set("/theme", null));
        assertTrue(get(stateThere().get()).value().orElseThrow().asJsonObject().containsKey("theme"));
    }

    @Test
    void hasNotAKey() {
        change(Change.set("/theme", null));
        assertEquals(
                1, get(stateThere().get()).value().orElseThrow().asJsonObject().size());
    }

    @Test
    void deleteRemovesAKey() {
        given("{\"a\":1,\"b\":2}");
        change(Change.remove("/a"));
        assertState("{\"b\":2}");
        change(Change.remove("/a"));
        assertState("{\"b\":2}");
    }

    @Test
    void clearRemovesAll() {
        given("{\"a\":1,\"b\":2}");
        assertTrue(get(state().clear()));
        assertEquals(Optional.empty(), get(stateThere().get()).value());
    }

    @Test
    void updateWritesTheFunctionsResult() {
        given("{\"n\":20}");
        get(state().updateExisting(
                        JsonObject.class,
                        old -> Json.object().add("n", old.getInt("n") + 1).build()));
        assertState("{\"n\":21}");
    }

    @Test
    void updateOfAMissingValueFails() {
        assertEquals("ENOTFOUND", code(state().updateExisting(JsonObject.class, old -> old)));
        assertEquals(Optional.empty(), get(state().get()).value());
    }

    @Test
    void pushAppends() {
        given("{\"messages\":[1]}");
        change(Change.push("/messages", Map.of("id", 2)));
        assertState("{\"messages\":[1,{\"id\":2}]}");
    }

    @Test
    void pushMakesTheArray() {
        change(Change.push("/messages", 1));
        assertState("{\"messages\":[1]}");
    }

    @Test
    void pushOnAnythingElseFails() {
        given("{\"messages\":\"text\",\"none\":null}");
        assertRefused("ETYPE", Change.push("/messages", 1));
        assertRefused("ETYPE", Change.push("/none", 1));
    }

    @Test
    void removeFilters() {
        given("{\"messages\":[{\"id\":1},{\"id\":2},{\"id\":1,\"x\":0}],\"numbers\":[1,2,1]}");
        change(Change.pullWhere("/messages", "/id", 1));
        change(Change.pull("/numbers", 1));
        assertState("{\"messages\":[{\"id\":2}],\"numbers\":[2]}");
    }

    @Test
    void removingFromAnEmptyPlaceIsHarmless() {
        given("{}");
        change(Change.pull("/messages", 1));
        assertState("{}");
    }

    @Test
    void removeFromAnythingElseFails() {
        given("{\"messages\":{}}");
        assertRefused("ETYPE", Change.pull("/messages", 1));
    }

    @Test
    void incrementAddsOne() {
        given("{\"n\":5}");
        change(Change.increment("/n"));
        assertState("{\"n\":6}");
    }

    @Test
    void incrementAddsAStep() {
        given("{\"n\":5}");
        change(Change.increment("/n", 10));
        assertState("{\"n\":15}");
    }

    @Test
    void incrementOfAMissingValueCountsFromZero() {
        change(Change.increment("/n"));
        change(Change.increment("/five", 5));
        assertState("{\"n\":1,\"five\":5}");
    }

    @Test
    void decrementTakesOne() {
        given("{\"n\":5}");
        change(Change.increment("/n", -1));
        assertState("{\"n\":4}");
        change(Change.increment("/missing", -1));
        assertState("{\"n\":4,\"missing\":-1}");
    }

    @Test
    void decrementTakesAStep() {
        given("{\"n\":5}");
        change(Change.increment("/n", -10));
        assertState("{\"n\":-5}");
    }

    @Test
    void incrementAndDecrementOfAnythingElseFail() {
        given("{\"n\":\"1\",\"none\":null}");
        assertRefused("ETYPE", Change.increment("/n"));
        assertRefused("ETYPE", Change.increment("/n", -1));
        assertRefused("ETYPE", Change.increment("/none"));
    }

    @Test
    void patchMerges() {
        given("{\"config\":{\"theme\":\"dark\",\"deep\":{\"a\":1}}}");
        change(Change.patch("/config", Map.of("maxUsers", 50, "deep", Map.of("b", 2))));
        assertState("{\"config\":{\"theme\":\"dark\",\"deep\":{\"b\":2},\"maxUsers\":50}}");
    }

    @Test
    void patchMakesTheObject() {
        change(Change.patch("/config", Map.of("theme", "dark")));
        assertState("{\"config\":{\"theme\":\"dark\"}}");
    }

    @Test
    void patchOfAnythingElseFails() {
        given("{\"config\":[1],\"none\":null,\"n\":1}");
        for (String path : List.of("/config", "/none", "/n")) {
            assertRefused("ETYPE", Change.patch(path, Map.of("theme", "dark")));
        }
    }

    @Test
    void patchLeavesTheOriginal() {
        given("{\"config\":{\"theme\":\"dark\"}}");
        JsonValue before = get(state().get()).value().orElseThrow();
        change(Change.patch("/config", Map.of("theme", "light")));
        assertEquals(json("{\"config\":{\"theme\":\"dark\"}}"), before);
    }

    @Test
    void aSnapshotHasAllKeys() {
        change(Change.set("/a", 1));
        change(Change.set("/b", List.of(2)));
        assertState("{\"a\":1,\"b\":[2]}");
    }

    @Test
    void aSnapshotOfNothingIsEmpty() {
        assertEquals(Optional.empty(), get(state().get()).value());
        assertEquals(0, get(stateThere().get()).version());
    }

    @Test
    void statesOfTwoRoomsAreSeparate() {
        change(Change.set("/a", 1));
        get(there.mesh.room("chat", "support").state().change(Change.set("/a", 2)));
        assertState("{\"a\":1}");
    }
}
