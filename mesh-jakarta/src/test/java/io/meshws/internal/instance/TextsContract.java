package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.InvalidNameException;
import io.meshws.StateOptions;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Eventually;
import io.meshws.testing.RecordFollower;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Unpaired surrogates, which JSON can contain as escapes and UTF-8 can't: names never have any, and values arrive
 * unchanged. {@code here} and {@code there} as in {@link MeshContract}.
 */
abstract class TextsContract extends MeshSetting {
    /** Unpaired halves at every place, also as keys that only differ in them, among valid characters. */
    private static final String TEXT = "\udc00a\ud83d? \ud83d\ude00 \ufffd \u00e9 \ud83d\ud83d\ude00\ude00\ud83d";

    private static final JsonValue VALUE = Json.object()
            .add("k\ud83d", 1)
            .add("k\udc00", 2)
            .add("k?", TEXT)
            .add("nested", Json.array().add(TEXT).add("\ud83d"))
            .build();
    private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);

    private void expose(Guard guard) {
        for (TestInstance each : all()) {
            each.mesh.channels().expose(ANY, guard, 10);
            each.mesh.records().exposeWritable(ANY, guard);
            each.mesh.presence().track(ANY, guard);
        }
    }

    private static String quoted(String text) {
        return Json.quote(text);
    }

    /** All that commands ask for, with the name in one member. */
    private static String payload(String member, String name) {
        JsonObjectBuilder payload = Json.object()
                .add("state", 1)
                .add("newValue", 1)
                .add("message", "m")
                .add("incarnation", "i")
                .add("name", "n")
                .add("to", "n")
                .add("pipe", "p")
                .add("candidate", "candidate-1");
        return (member.equals("operations")
                        ? payload.add(
                                member,
                                Json.array()
                                        .add(Json.object()
                                                .add("op", "write")
                                                .add("recordId", name)
                                                .add("newValue", 1)))
                        : payload.add(member, name))
                .build()
                .toString();
    }

    private static boolean succeeds(JsonValue reply) {
        return reply.equals(JsonValue.TRUE) || reply.asJsonObject().getBoolean("success", false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\udc00", "room\ud83d", "\udc00room", "a\ud83db", "\ude00\ud83d"})
    void aNameWithHalfOfAPairIsRefusedBeforeAnyGuardHearsOfIt(String name) {
        expose((connection, asked) -> {
            throw new AssertionError("a guard was asked about " + asked);
        });
        TestClient client = here.connect();
        Map.of(
                        "roomName",
                        List.of(
                                "mesh/join-room",
                                "mesh/leave-room",
                                "mesh/get-room-metadata",
                                "mesh/subscribe-presence",
                                "mesh/unsubscribe-presence",
                                "mesh/get-presence-state",
                                "mesh/publish-presence-state",
                                "mesh/clear-presence-state"),
                        "channel",
                        List.of(
                                "mesh/subscribe-channel",
                                "mesh/unsubscribe-channel",
                                "mesh/get-channel-history",
                                "mesh/publish-channel"),
                        "recordId",
                        List.of("mesh/subscribe-record", "mesh/unsubscribe-record", "mesh/publish-record-update"),
                        "collectionId",
                        List.of("mesh/subscribe-collection", "mesh/unsubscribe-collection"),
                        "name",
                        List.of("mesh/take-name", "mesh/free-name", "mesh/open-pipe"),
                        "to",
                        List.of("mesh/open-pipe"),
                        "operations",
                        List.of("mesh/transaction"))
                .forEach((member, commands) -> commands.forEach(command -> assertEquals(
                        "ENAME",
                        client.call(command, payload(member, name))
                                .asJsonObject()
                                .getString("code"),
                        command)));
        assertThrows(InvalidNameException.class, () -> here.mesh.rooms().add(name, client.id()));
        assertThrows(InvalidNameException.class, () -> here.mesh.rooms().setMetadata(name, 1));
        assertThrows(InvalidNameException.class, () -> here.mesh.channels().publish(name, "m"));
        assertThrows(InvalidNameException.class, () -> here.mesh.records().write(name, 1));
        assertThrows(InvalidNameException.class, () -> here.mesh.presence().present(name));
        assertThrows(InvalidNameException.class, () -> here.mesh.broadcastRoom(name, "news", 1));
    }

    @Test
    void aPairIsNoHalf() {
        expose(Guard.ANYONE);
        TestClient client = here.connect();
        assertTrue(succeeds(client.call("mesh/join-room", "{\"roomName\":" + quoted("\ud83d\ude00") + "}")));
        assertEquals(Set.of(client.id()), get(there.mesh.rooms().members("\ud83d\ude00")));
    }

    @Test
    void aUserNameWithHalfOfAPairCountsAsNoUser() {
        expose(Guard.ANYONE);
        here.mesh.presence().identify(connection -> Optional.of("user\ud83d"));
        TestClient client = here.connect();
        client.call("mesh/join-room", "{\"roomName\":\"r\"}");
        assertEquals(Set.of(client.id()), get(there.mesh.presence().present("r")));
        assertEquals(Map.of(), get(there.mesh.presence().presentUsers("r")));
    }

    @Test
    void messagesOfChannelsArriveAsTheyWere() {
        expose(Guard.ANYONE);
        TestClient client = there.connect();
        client.call("mesh/subscribe-channel", "{\"channel\":\"c\"}");
        get(here.mesh.channels().publish("c", TEXT));
        assertEquals(
                TEXT, client.event("mesh/subscription-message").asJsonObject().getString("message"));
        assertEquals(List.of(TEXT), get(there.mesh.channels().history("c", 5)));
        JsonObject read =
                client.call("mesh/get-channel-history", "{\"channel\":\"c\"}").asJsonObject();
        assertEquals(TEXT, read.getJsonArray("history").getString(0));
    }

    @Test
    void metadataArrivesAsItWas() {
        List.of(here, there).forEach(instance -> instance.mesh.connections().exposeMetadata());
        here.mesh.connections().exposeOwnMetadata();
        TestClient client = here.connect();
        client.call("mesh/set-my-connection-metadata", "{\"metadata\":" + VALUE + "}");
        assertEquals(Optional.of(VALUE), get(there.mesh.connections().metadata(client.id())));
        assertEquals(VALUE, get(there.mesh.connections().allMetadata()).get(client.id()));
        JsonValue member =
                Json.object().add("id", client.id()).add("metadata", VALUE).build();
        there.mesh.presence().track("members");
        here.mesh.presence().track("members");
        get(there.mesh.rooms().add("members", client.id()));
        for (String command : List.of("mesh/join-room", "mesh/get-presence-state", "mesh/subscribe-presence")) {
            JsonObject told = there.connect()
                    .call(command, "{\"roomName\":\"members\",\"metadata\":true}")
                    .asJsonObject();
            assertTrue(told.getJsonArray("present").contains(member), told::toString);
        }
        get(here.mesh.rooms().setMetadata("r", VALUE));
        get(there.mesh.rooms().setMetadata("r", Json.object().add("k\ud83d", 3).build(), MergeStrategy.MERGE));
        assertEquals(
                Optional.of(Json.provider()
                        .createObjectBuilder(VALUE.asJsonObject())
                        .add("k\ud83d", 3)
                        .build()),
                get(here.mesh.rooms().metadata("r")));
        assertEquals(
                "ENAME",
                client.call("mesh/get-connection-metadata", "{\"connectionId\":" + quoted(client.id() + "\ud83d") + "}")
                        .asJsonObject()
                        .getString("code"));
    }

    @Test
    void recordsArriveAsTheyWere() {
        expose(Guard.ANYONE);
        TestClient full = there.connect();
        TestClient patch = there.connect();
        full.call("mesh/subscribe-record", "{\"recordId\":\"n\",\"mode\":\"full\"}");
        patch.call("mesh/subscribe-record", "{\"recordId\":\"n\",\"mode\":\"patch\"}");
        TestClient writer = here.connect();
        String write = "{\"recordId\":\"n\",\"newValue\":%s,\"options\":{\"strategy\":\"merge\"}}";
        assertTrue(succeeds(writer.call("mesh/publish-record-update", write.formatted(VALUE))));
        assertTrue(
                succeeds(writer.call("mesh/publish-record-update", write.formatted("{\"k\ud83d\":{\"\udc00\":3}}"))));
        JsonObject expected = Json.provider()
                .createObjectBuilder(VALUE.asJsonObject())
                .add("k\ud83d", Json.object().add("\udc00", 3))
                .build();
        for (TestClient client : List.of(full, patch)) {
            RecordFollower follower = new RecordFollower(client, "n");
            Eventually.holds(() -> follower.version() == 2);
            assertEquals(expected, follower.value());
        }
        assertEquals(Optional.of(expected), get(there.mesh.records().get("n")).value());
    }

    @Test
    void statesOfPresenceArriveAsTheyWere() {
        expose(Guard.ANYONE);
        TestClient watcher = there.connect();
        watcher.call("mesh/subscribe-presence", "{\"roomName\":\"r\"}");
        TestClient client = here.connect();
        client.call("mesh/join-room", "{\"roomName\":\"r\"}");
        assertTrue(
                succeeds(client.call("mesh/publish-presence-state", "{\"roomName\":\"r\",\"state\":" + VALUE + "}")));
        assertEquals(VALUE, state(watcher, 0));
        assertEquals(Map.of(client.id(), VALUE), get(there.mesh.presence().states("r")));
        get(there.mesh.presence().publishState("r", client.id(), TEXT, StateOptions.DEFAULT));
        assertEquals(Json.string(TEXT), state(watcher, 1));
    }

    private static JsonValue state(TestClient watcher, int index) {
        List<JsonValue> states = watcher.events("mesh/presence-update").stream()
                .filter(update -> update.asJsonObject().containsKey("state"))
                .map(update -> update.asJsonObject().get("state"))
                .toList();
        if (states.size() > index) {
            return states.get(index);
        }
        watcher.await(frame -> watcher.events("mesh/presence-update").stream()
                        .filter(update -> update.asJsonObject().containsKey("state"))
                        .count()
                > index);
        return state(watcher, index);
    }

    @Test
    void eventsAndRequestsArriveAsTheyWere() {
        TestClient client = there.connect();
        get(here.mesh.broadcast("toAll", VALUE));
        get(here.mesh.connections().send(client.id(), "toOne", TEXT));
        get(here.mesh.rooms().add("r", client.id()));
        get(here.mesh.broadcastRoom("r", "toRoom", VALUE));
        assertEquals(VALUE, client.event("toAll"));
        assertEquals(Json.string(TEXT), client.event("toOne"));
        assertEquals(VALUE, client.event("toRoom"));
        CompletableFuture<JsonValue> answer =
                here.mesh.connections().request(client.id(), "ask", VALUE, JsonValue.class, LONG);
        JsonObject request = client.await(frame -> frame.getString("command").equals("ask"));
        assertEquals(VALUE, request.get("payload"));
        client.sendText("{\"id\":" + quoted(((JsonString) request.get("id")).getString())
                + ",\"command\":\"mesh/reply\",\"payload\":" + VALUE + "}");
        assertEquals(VALUE, get(answer));
    }
}
