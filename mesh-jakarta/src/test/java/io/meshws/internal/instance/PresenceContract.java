package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The promises of presence, on every engine. */
abstract class PresenceContract extends PresenceSetting {
    @Test
    void aSubscriberThatTurnsOutToBeGoneWhileItIsToldKeepsNothingFromTheOthers() {
        List<TestClient> watchers = List.of(here.connect(), here.connect(), here.connect(), here.connect());
        watchers.forEach(watcher -> subscribe(watcher, "lobby"));
        watchers.get(0).breaks();
        watchers.get(2).breaks();
        TestClient a = there.connect();
        a.call("mesh/join-room", LOBBY);
        a.call("mesh/leave-room", LOBBY);
        for (TestClient left : List.of(watchers.get(1), watchers.get(3))) {
            Eventually.holds(() -> updates(left).equals(List.of("join " + a.id(), "leave " + a.id())));
        }
    }

    @Test
    void eachJoinAndLeaveIsAnnouncedOnce() {
        TestClient watcher = here.connect();
        TestClient a = there.connect();
        TestClient b = here.connect();
        assertEquals(Json.readTrusted("{\"success\":true,\"present\":[],\"states\":{}}"), subscribe(watcher, "lobby"));
        a.call("mesh/join-room", LOBBY);
        a.call("mesh/join-room", LOBBY);
        Eventually.holds(() -> updates(watcher).size() == 1);
        get(here.mesh.rooms().add("lobby", b.id()));
        Eventually.holds(() -> updates(watcher).size() == 2);
        a.call("mesh/leave-room", LOBBY);
        Eventually.holds(() -> updates(watcher).size() == 3);
        b.vanish();
        Eventually.holds(() -> updates(watcher).size() == 4);
        passing(() -> here.clock.getAsLong() > Duration.ofSeconds(60).toNanos());
        assertEquals(
                List.of("join " + a.id(), "join " + b.id(), "leave " + a.id(), "leave " + b.id()), updates(watcher));
        JsonObject update = watcher.events("mesh/presence-update").get(0).asJsonObject();
        assertEquals("lobby", update.getString("roomName"));
        assertTrue(update.getJsonNumber("timestamp").longValue() > 1_600_000_000_000L);
        assertEquals(Set.of(), get(there.mesh.presence().present("lobby")));
    }

    @Test
    void aSubscriptionBeginsWithThePresentState() {
        TestClient a = there.connect();
        a.call("mesh/join-room", LOBBY);
        assertEquals(JsonValue.TRUE, publish(a, "lobby", "\"state\":{\"x\":1}"));
        TestClient watcher = here.connect();
        JsonObject reply = subscribe(watcher, "lobby");
        assertEquals(Set.of(a.id()), present(reply));
        assertEquals(Json.readTrusted("{\"" + a.id() + "\":{\"x\":1}}"), reply.get("states"));
        assertEquals(reply, watcher.call("mesh/get-presence-state", LOBBY));
        assertEquals(reply, subscribe(watcher, "lobby"));
        assertEquals(Set.of(a.id()), get(here.mesh.presence().present("lobby")));
        assertEquals(
                "{\"x\":1}",
                get(here.mesh.presence().states("lobby")).get(a.id()).toString());
        assertEquals(List.of(), updates(watcher));
    }

    @Test
    void thosePresentAreToldWithTheirMetadata() {
        here.mesh.connections().exposeMetadata();
        TestClient a = there.connect();
        get(here.mesh.connections().setMetadata(a.id(), Map.of("name", "Ada")));
        a.call("mesh/join-room", LOBBY);
        TestClient watcher = here.connect();
        String wanted = "{\"roomName\":\"lobby\",\"metadata\":true}";
        JsonObject reply = watcher.call("mesh/subscribe-presence", wanted).asJsonObject();
        assertEquals(
                Json.readTrusted("[{\"id\":\"" + a.id() + "\",\"metadata\":{\"name\":\"Ada\"}}]"),
                reply.get("present"));
        assertEquals(reply, watcher.call("mesh/get-presence-state", wanted));
        assertEquals(
                "payload.metadata: expected false for users, who have none",
                watcher.call("mesh/subscribe-presence", "{\"roomName\":\"lobby\",\"metadata\":true,\"by\":\"user\"}")
                        .asJsonObject()
                        .getString("error"));
        a.call("mesh/leave-room", LOBBY);
        Eventually.holds(() -> updates(watcher).equals(List.of("leave " + a.id())));
    }

    @Test
    void updatesFollowTheReplyHoweverLongItIsHeld() {
        CompletableFuture<Void> reply = new CompletableFuture<>();
        here.mesh
                .registry()
                .use(
                        (context, chain) -> chain.proceed().thenCompose(result -> reply.thenApply(done -> result)),
                        List.of("mesh/subscribe-presence"));
        TestClient watcher = here.connect();
        long id = watcher.request("mesh/subscribe-presence", LOBBY);
        TestClient other = there.connect();
        Eventually.holds(() -> {
            // The result is on hold only once the presence was read.
            get(there.mesh.rooms().remove("lobby", other.id()));
            return get(there.mesh.rooms().add("lobby", other.id()));
        });
        assertEquals(List.of(), updates(watcher));
        reply.complete(null);
        Set<String> seen = new HashSet<>(present(watcher.reply(id).asJsonObject()));
        Eventually.holds(() -> {
            Set<String> now = new HashSet<>(seen);
            updates(watcher).forEach(update -> apply(now, update));
            return now.equals(Set.of(other.id()));
        });
        List<JsonObject> frames = watcher.received();
        int replied =
                frames.stream().map(frame -> frame.containsKey("id")).toList().indexOf(true);
        assertTrue(frames.stream().limit(replied).noneMatch(frame -> frame.getString("command")
                .equals("mesh/presence-update")));
    }

    @Test
    void roomsThatAreNotTrackedOrNotAllowedAreRefused() {
        TestClient a = here.connect();
        JsonValue refused = Json.readTrusted("{\"success\":false,\"present\":[]}");
        for (String room : List.of("untracked", "secret", "broken")) {
            assertEquals(refused, subscribe(a, room), room);
            assertEquals(refused, a.call("mesh/get-presence-state", "{\"roomName\":\"" + room + "\"}"), room);
        }
        assertEquals("ENAME", subscribe(a, "").getString("code"));
        assertEquals(
                "EPAYLOAD",
                a.call("mesh/subscribe-presence", "{}").asJsonObject().getString("code"));
        get(here.mesh.rooms().add("untracked", a.id()));
        assertEquals(JsonValue.FALSE, publish(a, "untracked", "\"state\":1"));
        assertEquals(Set.of(), get(here.mesh.presence().present("untracked")));
        here.mesh.presence().track("secret", Guard.ANYONE);
        assertEquals(JsonValue.TRUE, subscribe(a, "secret").get("success"));
    }

    @Test
    void nullCountsAsAbsent() {
        TestClient watcher = here.connect();
        TestClient a = there.connect();
        subscribe(watcher, "lobby");
        a.call("mesh/join-room", LOBBY);
        assertEquals(JsonValue.TRUE, publish(a, "lobby", "\"state\":1,\"expireAfter\":null,\"silent\":null"));
        assertEquals(JsonValue.FALSE, publish(a, "lobby", "\"state\":null"));
        Eventually.holds(() -> updates(watcher).equals(List.of("join " + a.id(), "state " + a.id() + " 1")));
    }

    @Test
    void aMemberWithoutASignOfLifeIsGoneAndComesBack() {
        TestClient watcher = here.connect();
        TestClient a = there.connect();
        subscribe(watcher, "short:1");
        // From now on it owes a pong, so it isn't kept present.
        passing(() -> !a.events("ping").isEmpty());
        get(there.mesh.rooms().add("short:1", a.id()));
        assertTrue(get(there.mesh.presence().publishState("short:1", a.id(), 1)));
        passing(() -> updates(watcher).contains("leave " + a.id()));
        assertEquals(Set.of(), get(here.mesh.presence().present("short:1")));
        assertEquals(Map.of(), get(here.mesh.presence().states("short:1")));
        passing(() -> {
            a.sendText("{\"command\":\"pong\"}");
            return updates(watcher).size() >= 5;
        });
        assertEquals(
                List.of(
                        "join " + a.id(),
                        "state " + a.id() + " 1",
                        "leave " + a.id(),
                        "join " + a.id(),
                        "state " + a.id() + " 1"),
                updates(watcher).subList(0, 5));
        assertTrue(a.connection().isOpen());
    }

    @Test
    void aClientThatUnsubscribesHearsNothingMore() {
        TestClient watcher = here.connect();
        TestClient other = here.connect();
        TestClient a = there.connect();
        subscribe(watcher, "lobby");
        subscribe(other, "lobby");
        assertEquals(JsonValue.TRUE, watcher.call("mesh/unsubscribe-presence", LOBBY));
        assertEquals(JsonValue.FALSE, watcher.call("mesh/unsubscribe-presence", LOBBY));
        a.call("mesh/join-room", LOBBY);
        Eventually.holds(() -> updates(other).size() == 1);
        other.vanish();
        passing(() -> here.clock.getAsLong() > Duration.ofSeconds(5).toNanos());
        assertEquals(List.of(), updates(watcher));
        assertEquals(Set.of(a.id()), present(subscribe(watcher, "lobby")));
        a.vanish();
        Eventually.holds(() -> updates(watcher).equals(List.of("leave " + a.id())));
    }

    @Test
    void underChurnSnapshotAndUpdatesFitTogether() {
        List<TestClient> movers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            movers.add((i % 2 == 0 ? here : there).connect());
        }
        List<CompletableFuture<?>> moves = new ArrayList<>();
        List<TestClient> watchers = new ArrayList<>();
        List<Long> replies = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            for (TestClient mover : movers) {
                moves.add(here.mesh.rooms().add("lobby", mover.id()).toCompletableFuture());
                if (round < 9 || mover.id().hashCode() % 2 == 0) {
                    moves.add(there.mesh.rooms().remove("lobby", mover.id()).toCompletableFuture());
                }
            }
            TestClient watcher = (round % 2 == 0 ? here : there).connect();
            watchers.add(watcher);
            replies.add(watcher.request("mesh/subscribe-presence", LOBBY));
        }
        moves.forEach(move -> get(move));
        movers.get(0).vanish();
        movers.get(1).vanish();
        Eventually.holds(() -> get(here.mesh.presence().present("lobby"))
                .equals(get(here.mesh.rooms().members("lobby"))));
        for (int i = 0; i < watchers.size(); i++) {
            TestClient watcher = watchers.get(i);
            Set<String> first = present(watcher.reply(replies.get(i)).asJsonObject());
            Eventually.holds(() -> {
                Set<String> now = new HashSet<>(first);
                updates(watcher).forEach(update -> apply(now, update));
                return now.equals(get(here.mesh.presence().present("lobby")));
            });
        }
    }
}
