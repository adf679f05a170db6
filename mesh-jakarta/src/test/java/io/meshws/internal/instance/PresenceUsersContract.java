package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Handshake;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The promises of presence to subscribers that want to see users rather than connections. */
abstract class PresenceUsersContract extends PresenceSetting {
    static final String BY_USER = ",\"by\":\"user\"";

    @Test
    void aUserComesWithTheFirstConnectionAndGoesWithTheLast() {
        TestClient watcher = here.connect();
        TestClient connections = there.connect();
        assertEquals(
                Json.readTrusted("{\"success\":true,\"present\":[],\"states\":{},\"users\":{}}"),
                subscribe(watcher, "lobby", BY_USER));
        subscribe(connections, "lobby", ",\"by\":\"connection\"");
        TestClient one = connect(here, "ann");
        TestClient two = connect(there, "ann");
        TestClient nobody = there.connect();
        List.of(one, two, nobody).forEach(client -> client.call("mesh/join-room", LOBBY));
        one.call("mesh/leave-room", LOBBY);
        nobody.vanish();
        Eventually.holds(() -> updates(watcher).size() == 3);
        two.vanish();
        Eventually.holds(
                () -> updates(watcher).size() == 4 && updates(connections).size() == 6);
        assertEquals(List.of("join ann", "join " + nobody.id(), "leave " + nobody.id(), "leave ann"), updates(watcher));
        assertEquals(
                List.of(
                        "join " + one.id(),
                        "join " + two.id(),
                        "join " + nobody.id(),
                        "leave " + one.id(),
                        "leave " + nobody.id(),
                        "leave " + two.id()),
                updates(connections));
        JsonObject join = watcher.events("mesh/presence-update").get(0).asJsonObject();
        assertEquals(Set.of("type", "userId", "roomName", "timestamp"), join.keySet());
        JsonObject plain = connections.events("mesh/presence-update").get(0).asJsonObject();
        assertEquals(Set.of("type", "connectionId", "roomName", "timestamp"), plain.keySet());
    }

    @Test
    void statesStayThoseOfConnectionsAndNameTheirUser() {
        TestClient one = connect(here, "ann");
        TestClient two = connect(there, "ann");
        TestClient nobody = there.connect();
        List.of(one, two, nobody).forEach(client -> client.call("mesh/join-room", LOBBY));
        publish(one, "lobby", "\"state\":1");
        TestClient watcher = here.connect();
        JsonObject reply = subscribe(watcher, "lobby", BY_USER);
        assertEquals(Set.of("ann", nobody.id()), present(reply));
        assertEquals(2, reply.getJsonArray("present").size());
        assertEquals(Json.readTrusted("{\"" + one.id() + "\":1}"), reply.get("states"));
        assertEquals(Json.readTrusted("{\"" + one.id() + "\":\"ann\"}"), reply.get("users"));
        JsonObject asked = watcher.call("mesh/get-presence-state", "{\"roomName\":\"lobby\"" + BY_USER + "}")
                .asJsonObject();
        assertEquals(Set.of("ann", nobody.id()), present(asked));
        assertEquals(reply.get("users"), asked.get("users"));

        publish(two, "lobby", "\"state\":2");
        publish(nobody, "lobby", "\"state\":3");
        // A subscriber that sees users isn't told that this connection left, but that its state is gone.
        one.vanish();
        Eventually.holds(() -> updates(watcher).size() == 3);
        two.call("mesh/leave-room", LOBBY);
        Eventually.holds(() -> updates(watcher).size() == 5);
        assertEquals(
                List.of(
                        "state " + two.id() + " ann 2",
                        "state " + nobody.id() + " " + nobody.id() + " 3",
                        "state " + one.id() + " ann null",
                        "state " + two.id() + " ann null",
                        "leave ann"),
                updates(watcher));
    }

    @Test
    void theServerAsksForUsers() {
        TestClient one = connect(here, "ann");
        TestClient two = connect(there, "ann");
        TestClient other = connect(there, "bob");
        TestClient nobody = here.connect();
        List.of(one, two, other, nobody).forEach(client -> client.call("mesh/join-room", LOBBY));
        assertEquals(
                Map.of("ann", Set.of(one.id(), two.id()), "bob", Set.of(other.id())),
                get(here.mesh.presence().presentUsers("lobby")));
        assertEquals(
                Set.of(one.id(), two.id(), other.id(), nobody.id()),
                get(here.mesh.presence().present("lobby")));
        assertEquals(Map.of(), get(here.mesh.presence().presentUsers("untracked")));
    }

    @Test
    void aUserIsAskedForWhenItsConnectionJoins() {
        here.mesh
                .presence()
                .identify(connection -> ((Connection) connection).metadata() instanceof JsonString name
                        ? Optional.of(name.getString())
                        : null);
        TestClient watcher = here.connect();
        TestClient a = here.connect();
        subscribe(watcher, "lobby", BY_USER);
        a.call("mesh/join-room", LOBBY);
        here.mesh.connections().exposeOwnMetadata();
        a.call("mesh/set-my-connection-metadata", "{\"metadata\":\"ann\"}");
        a.call("mesh/leave-room", LOBBY);
        a.call("mesh/join-room", LOBBY);
        a.call("mesh/set-my-connection-metadata", "{\"metadata\":\"bob\"}");
        a.vanish();
        Eventually.holds(() -> updates(watcher).size() == 4);
        assertEquals(List.of("join " + a.id(), "leave " + a.id(), "join ann", "leave ann"), updates(watcher));
    }

    @Test
    void aConnectionHasNoUserIfItCannotBeDetermined() {
        TestClient watcher = here.connect();
        subscribe(watcher, "lobby", BY_USER);
        List<Supplier<Optional<String>>> bad = List.of(
                () -> {
                    throw new IllegalStateException("no user");
                },
                () -> Optional.of(""),
                () -> Optional.of("x".repeat(257)),
                () -> Optional.of("a\nb"));
        for (int i = 0; i < bad.size(); i++) {
            Supplier<Optional<String>> user = bad.get(i);
            here.mesh.presence().identify(connection -> user.get());
            TestClient a = here.connect();
            a.call("mesh/join-room", LOBBY);
            a.vanish();
            int told = 2 * i + 2;
            Eventually.holds(() -> updates(watcher).size() == told);
            assertEquals(
                    List.of("join " + a.id(), "leave " + a.id()),
                    updates(watcher).subList(told - 2, told));
        }
    }

    @Test
    void anUnknownGroupingIsRefused() {
        TestClient a = here.connect();
        for (String bad : List.of("\"team\"", "1", "[\"user\"]")) {
            JsonObject reply = subscribe(a, "lobby", ",\"by\":" + bad);
            assertEquals("EPAYLOAD", reply.getString("code"), bad);
        }
        assertEquals("false", a.call("mesh/unsubscribe-presence", LOBBY).toString());
        assertEquals(JsonValue.TRUE, subscribe(a, "lobby", ",\"by\":null").get("success"), "null counts as absent");
    }

    @Test
    void subscribingAgainShowsTheLastRequestedGrouping() {
        TestClient watcher = here.connect();
        TestClient ann = connect(there, "ann");
        subscribe(watcher, "lobby");
        ann.call("mesh/join-room", LOBBY);
        Eventually.holds(() -> updates(watcher).size() == 1);
        assertEquals(Set.of("ann"), present(subscribe(watcher, "lobby", BY_USER)));
        ann.vanish();
        Eventually.holds(() -> updates(watcher).equals(List.of("join " + ann.id(), "leave ann")));
    }

    @Test
    void eachFrameIsEncodedOnceForEachKindOfSubscriber() {
        List<ManualTransport> transports = new ArrayList<>();
        for (String more : List.of("", "", BY_USER, BY_USER)) {
            ManualTransport transport = new ManualTransport();
            Connection connection = here.mesh.opened(
                    new Handshake("/mesh", "192.0.2.1", Map.of(), Map.of(), Optional.empty()), transport);
            here.mesh.text(
                    connection,
                    "{\"id\":1,\"command\":\"mesh/subscribe-presence\",\"payload\":{\"roomName\":\"lobby\"" + more
                            + "}}");
            Eventually.holds(() -> transport.sent().size() == 2);
            transports.add(transport);
        }
        TestClient ann = connect(there, "ann");
        ann.call("mesh/join-room", LOBBY);
        publish(ann, "lobby", "\"state\":1");
        transports.forEach(transport -> Eventually.holds(() -> transport.sent().size() == 4));
        for (int frame = 2; frame < 4; frame++) {
            assertSame(
                    transports.get(0).sent().get(frame),
                    transports.get(1).sent().get(frame));
            assertSame(
                    transports.get(2).sent().get(frame),
                    transports.get(3).sent().get(frame));
        }
    }

    @Test
    void underChurnEachUserComesAndGoesInTurn() {
        Map<String, String> users = new HashMap<>();
        List<TestClient> tabs = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            TestClient tab = connect(i % 2 == 0 ? here : there, "user" + i % 5);
            users.put(tab.id(), "user" + i % 5);
            tabs.add(tab);
        }
        List<CompletableFuture<?>> moves = new ArrayList<>();
        List<TestClient> watchers = new ArrayList<>();
        List<Long> replies = new ArrayList<>();
        for (int round = 0; round < 8; round++) {
            for (TestClient tab : tabs) {
                moves.add(here.mesh.rooms().add("lobby", tab.id()).toCompletableFuture());
                if (round < 7 || users.get(tab.id()).equals("user0") || tab.id().hashCode() % 2 == 0) {
                    moves.add(there.mesh.rooms().remove("lobby", tab.id()).toCompletableFuture());
                }
            }
            TestClient watcher = (round % 2 == 0 ? here : there).connect();
            watchers.add(watcher);
            replies.add(watcher.request("mesh/subscribe-presence", "{\"roomName\":\"lobby\"" + BY_USER + "}"));
        }
        moves.forEach(move -> get(move));
        Eventually.holds(() -> get(here.mesh.presence().present("lobby"))
                .equals(get(here.mesh.rooms().members("lobby"))));
        Set<String> last = get(here.mesh.presence().presentUsers("lobby")).keySet();
        for (int i = 0; i < watchers.size(); i++) {
            TestClient watcher = watchers.get(i);
            Set<String> first = present(watcher.reply(replies.get(i)).asJsonObject());
            Eventually.holds(() -> {
                Set<String> now = new HashSet<>(first);
                updates(watcher).forEach(update -> apply(now, update));
                return now.equals(last);
            });
        }
    }
}
