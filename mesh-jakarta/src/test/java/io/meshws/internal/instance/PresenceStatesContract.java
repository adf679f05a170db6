package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.Presence;
import io.meshws.StateOptions;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The promises about presence states, on every engine. */
abstract class PresenceStatesContract extends PresenceSetting {
    @Test
    void statesArePublishedClearedAndRunOut() {
        TestClient watcher = here.connect();
        TestClient a = there.connect();
        subscribe(watcher, "lobby");
        assertEquals(JsonValue.FALSE, publish(a, "lobby", "\"state\":1"), "not in the room");
        a.call("mesh/join-room", LOBBY);
        assertEquals(JsonValue.FALSE, publish(a, "lobby", "\"silent\":false"), "no state");
        assertEquals(JsonValue.FALSE, a.call("mesh/clear-presence-state", LOBBY));
        assertEquals(JsonValue.TRUE, publish(a, "lobby", "\"state\":\"typing\""));
        assertEquals(JsonValue.TRUE, publish(a, "lobby", "\"state\":{\"s\":1},\"silent\":true"));
        assertEquals(JsonValue.TRUE, a.call("mesh/clear-presence-state", LOBBY));
        assertEquals(JsonValue.TRUE, publish(a, "lobby", "\"state\":[2],\"expireAfter\":200"));
        // While time is advanced, changes on their way count as lost, and only their result is announced.
        Eventually.holds(() -> updates(watcher).size() == 4);
        passing(() -> updates(watcher).size() == 5);
        assertEquals(
                List.of(
                        "join " + a.id(),
                        "state " + a.id() + " \"typing\"",
                        "state " + a.id() + " null",
                        "state " + a.id() + " [2]",
                        "state " + a.id() + " null"),
                updates(watcher));
        assertEquals(Map.of(), get(here.mesh.presence().states("lobby")));
        assertEquals(JsonValue.TRUE, publish(a, "lobby", "\"state\":3"));
        a.call("mesh/leave-room", LOBBY);
        assertEquals(Map.of(), get(here.mesh.presence().states("lobby")));
        Eventually.holds(() -> updates(watcher).get(updates(watcher).size() - 1).equals("leave " + a.id()));
    }

    @Test
    void theServerPublishesStatesOfEveryConnection() {
        TestClient watcher = here.connect();
        TestClient a = there.connect();
        Presence presence = here.mesh.presence();
        subscribe(watcher, "lobby");
        assertFalse(get(presence.publishState("lobby", a.id(), 1)), "not in the room");
        a.call("mesh/join-room", LOBBY);
        assertTrue(get(presence.publishState("lobby", a.id(), Map.of("n", 1))));
        assertTrue(get(presence.publishState("lobby", a.id(), 2, StateOptions.DEFAULT.silently())));
        assertEquals(
                Map.of(a.id(), Json.readTrusted("2")), get(there.mesh.presence().states("lobby")));
        assertTrue(get(presence.clearState("lobby", a.id())));
        assertFalse(get(presence.clearState("lobby", a.id())));
        assertTrue(get(
                presence.publishState("lobby", a.id(), 3, StateOptions.DEFAULT.expireAfter(Duration.ofMillis(200)))));
        // While time is advanced, changes on their way count as lost, and only their result is announced.
        Eventually.holds(() -> updates(watcher).size() == 4);
        passing(() -> updates(watcher).size() == 5);
        assertEquals(
                List.of(
                        "join " + a.id(),
                        "state " + a.id() + " {\"n\":1}",
                        "state " + a.id() + " null",
                        "state " + a.id() + " 3",
                        "state " + a.id() + " null"),
                updates(watcher));
        assertFalse(get(presence.publishState("lobby", a.id(), null)));
        assertThrows(CommandException.class, () -> presence.publishState("lobby", a.id(), "x".repeat(100)));
        a.vanish();
        assertFalse(get(presence.publishState("lobby", a.id(), 4)));
        assertFalse(get(presence.clearState("lobby", "no.such")));
        assertEquals(Map.of(), get(presence.states("lobby")));
    }

    @Test
    void badStatesAreRefusedWithAReason() {
        TestClient a = here.connect();
        a.call("mesh/join-room", LOBBY);
        assertEquals(
                "ETOOLARGE",
                publish(a, "lobby", "\"state\":\"" + "x".repeat(100) + "\"")
                        .asJsonObject()
                        .getString("code"));
        for (String bad : List.of("0", "-1", "1e300", "\"1\"", "2592000001", "{}")) {
            assertEquals(
                    "EPAYLOAD",
                    publish(a, "lobby", "\"state\":1,\"expireAfter\":" + bad)
                            .asJsonObject()
                            .getString("code"),
                    bad);
        }
        assertEquals(Map.of(), get(here.mesh.presence().states("lobby")));
    }
}
