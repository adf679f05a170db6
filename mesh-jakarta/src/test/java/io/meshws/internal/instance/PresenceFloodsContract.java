package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Handshake;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The promises of presence if states change faster than somebody reads them. */
abstract class PresenceFloodsContract extends PresenceSetting {

    /** A subscriber whose connection is held up, and its view according to the frames that it got. */
    private final class Slow {
        private final ManualTransport transport = new ManualTransport();
        private final Connection connection =
                here.mesh.opened(new Handshake("/mesh", "192.0.2.1", Map.of(), Map.of(), Optional.empty()), transport);
        private final String key;

        Slow(String more, String key) {
            this.key = key;
            here.mesh.text(
                    connection,
                    "{\"id\":1,\"command\":\"mesh/subscribe-presence\",\"payload\":{\"roomName\":\"lobby\"" + more
                            + "}}");
            Eventually.holds(() -> transport.sent().size() == 2);
            transport.hold();
        }

        /** Fails if a join or leave is announced twice, or a state of somebody who isn't there. */
        Map<String, JsonValue> states() {
            Set<String> present = new HashSet<>();
            Map<String, JsonValue> states = new HashMap<>();
            for (String frame : transport.sent()) {
                JsonObject update = Json.readTrusted(frame).asJsonObject();
                if (!update.getString("command").equals("mesh/presence-update")) {
                    continue;
                }
                update = update.getJsonObject("payload");
                String who = update.getString(key);
                switch (update.getString("type")) {
                    case "join" -> assertTrue(present.add(who), frame);
                    case "leave" -> {
                        assertTrue(present.remove(who), frame);
                        states.remove(who);
                    }
                    default -> {
                        assertTrue(present.contains(who), frame);
                        if (update.get("state").equals(JsonValue.NULL)) {
                            states.remove(update.getString("connectionId"));
                        } else {
                            states.put(update.getString("connectionId"), update.get("state"));
                        }
                    }
                }
            }
            return states;
        }

        void reads(Map<String, JsonValue> last) {
            Eventually.holds(() -> {
                transport.release(20);
                here.mesh.tick();
                return states().equals(last);
            });
        }
    }

    @Test
    void aSlowReaderIsSentTheLastStatesWhenItReads() {
        Slow slow = new Slow("", "connectionId");
        Slow byUser = new Slow(PresenceUsersContract.BY_USER, "userId");
        TestClient other = here.connect();
        subscribe(other, "lobby");
        TestClient a = connect(there, "ann");
        TestClient b = connect(here, "ann");
        TestClient leaving = connect(there, "bob");
        TestClient returning = connect(there, "eve");
        List<TestClient> all = List.of(a, b, leaving, returning);
        all.forEach(client -> client.call("mesh/join-room", LOBBY));
        int rounds = 200;
        for (int i = 1; i <= rounds; i++) {
            for (TestClient client : all) {
                assertEquals(JsonValue.TRUE, publish(client, "lobby", "\"state\":" + i));
            }
        }
        // Late updates must not come after these.
        leaving.vanish();
        returning.call("mesh/leave-room", LOBBY);
        returning.call("mesh/join-room", LOBBY);
        b.call("mesh/clear-presence-state", LOBBY);
        publish(a, "lobby", "\"state\":\"last\"");
        int told = 4 + 4 * rounds + 1 + 2 + 1 + 1;
        Eventually.holds(() -> updates(other).size() == told);

        Map<String, JsonValue> last = Map.of(a.id(), Json.string("last"));
        assertEquals(last, get(here.mesh.presence().states("lobby")));
        for (Slow each : List.of(slow, byUser)) {
            assertTrue(each.connection.isOpen());
            each.reads(last);
            assertTrue(
                    each.transport.sent().size() < 400,
                    each.key + " " + each.transport.sent().size());
        }
        // They keep up again, and are told of each.
        publish(a, "lobby", "\"state\":\"once\"");
        publish(a, "lobby", "\"state\":\"more\"");
        for (Slow each : List.of(slow, byUser)) {
            each.reads(Map.of(a.id(), Json.string("more")));
            assertTrue(each.transport.sent().stream().anyMatch(frame -> frame.contains("\"once\"")));
        }
    }

    @Test
    void beforeTheReplyOfASubscriberOnlyTheLastStatesWait() {
        TestClient other = here.connect();
        subscribe(other, "lobby");
        CompletableFuture<Void> read = new CompletableFuture<>();
        CompletableFuture<Void> reply = new CompletableFuture<>();
        here.mesh
                .registry()
                .use(
                        (context, chain) -> chain.proceed().thenCompose(result -> {
                            read.complete(null);
                            return reply.thenApply(done -> result);
                        }),
                        List.of("mesh/subscribe-presence"));
        TestClient a = there.connect();
        TestClient b = there.connect();
        a.call("mesh/join-room", LOBBY);
        b.call("mesh/join-room", LOBBY);
        Eventually.holds(() -> updates(other).size() == 2);
        TestClient watcher = here.connect();
        long id = watcher.request("mesh/subscribe-presence", LOBBY);
        get(read);
        int rounds = 20;
        for (int i = 1; i <= rounds; i++) {
            publish(a, "lobby", "\"state\":" + i);
            publish(b, "lobby", "\"state\":" + i);
        }
        b.vanish();
        Eventually.holds(() -> updates(other).size() == 2 + 2 * rounds + 1);
        assertEquals(List.of(), updates(watcher));
        reply.complete(null);
        assertEquals(Set.of(a.id(), b.id()), present(watcher.reply(id).asJsonObject()));
        Eventually.holds(() -> updates(watcher).size() == 2);
        assertEquals(List.of("leave " + b.id(), "state " + a.id() + " " + rounds), updates(watcher));
    }
}
