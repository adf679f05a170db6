package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.protocol.Json;
import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RedisPresenceIT extends PresenceContract {
    @Override
    TestInstance newInstance() {
        return instance(EmbeddedRedis.shared().uri());
    }

    private TestInstance instance(String uri) {
        return onRedis(uri);
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Test
    void aKilledInstanceGivesEverySubscriberExactlyOneLeaveForEach() {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance dying = instance(cable.uri().toString())) {
            track(dying);
            TestClient one = here.connect();
            TestClient two = there.connect();
            subscribe(one, "lobby");
            subscribe(two, "lobby");
            Set<String> dead = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                TestClient client = dying.connect();
                dead.add(client.id());
                get(dying.mesh.rooms().add("lobby", client.id()));
            }
            Eventually.holds(() -> updates(one).size() == 100 && updates(two).size() == 100);
            cable.shut();
            for (TestClient watcher : List.of(one, two)) {
                passing(() -> updates(watcher).size() >= 200);
                assertEquals(
                        dead.stream().map(id -> "leave " + id).collect(Collectors.toSet()),
                        new HashSet<>(updates(watcher).subList(100, 200)));
            }
            assertEquals(Set.of(), get(here.mesh.presence().present("lobby")));

            // It was only cut off, and comes back.
            cable.open();
            passing(() -> updates(one).size() >= 300 && updates(two).size() >= 300);
            assertEquals(dead, get(here.mesh.presence().present("lobby")));
            assertEquals(300, updates(one).size());
        }
    }

    @Test
    void aLeaveThatRedisMissedIsMadeUpFor() {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance cutOff = instance(cable.uri().toString())) {
            track(cutOff);
            TestClient watcher = here.connect();
            TestClient a = cutOff.connect();
            subscribe(watcher, "lobby");
            get(cutOff.mesh.rooms().add("lobby", a.id()));
            Eventually.holds(() -> updates(watcher).size() == 1);
            cable.shut();
            Eventually.holds(() -> !cutOff.mesh.isClusterAvailable());
            a.vanish();
            cable.open();
            Eventually.holds(() -> {
                cutOff.mesh.tick();
                return updates(watcher).equals(List.of("join " + a.id(), "leave " + a.id()));
            });
            assertEquals(Set.of(), get(here.mesh.presence().present("lobby")));
        }
    }

    @Test
    void whenRedisIsAwayForLongerThanTheTimeToLiveNobodyIsAnnouncedAsGone() {
        List<TestInstance> instances = new ArrayList<>();
        try (EmbeddedRedis redis = EmbeddedRedis.started()) {
            TestInstance one = instance(redis.uri());
            TestInstance two = instance(redis.uri());
            instances.addAll(List.of(one, two));
            instances.forEach(PresenceSetting::track);
            TestClient watcher = one.connect();
            TestClient a = two.connect();
            TestClient leaver = two.connect();
            subscribe(watcher, "short:1");
            get(two.mesh.rooms().add("short:1", a.id()));
            get(two.mesh.rooms().add("short:1", leaver.id()));
            Eventually.holds(() -> updates(watcher).size() == 2);
            for (boolean losesData : List.of(false, true)) {
                if (losesData) {
                    redis.kill();
                } else {
                    redis.freeze();
                }
                Eventually.holds(() -> !one.mesh.isClusterAvailable() && !two.mesh.isClusterAvailable());
                if (losesData) {
                    leaver.vanish();
                    redis.start();
                } else {
                    redis.unfreeze();
                }
                Eventually.holds(() -> one.mesh.isClusterAvailable() && two.mesh.isClusterAvailable());
            }
            // The clocks of the instances go as fast as that of Redis.
            long[] last = {System.nanoTime()};
            Eventually.holds(() -> {
                a.sendText("{\"command\":\"pong\"}");
                long now = System.nanoTime();
                long passed = now - last[0];
                last[0] = now;
                for (TestInstance each : instances) {
                    each.clock.advance(Duration.ofNanos(passed));
                    each.mesh.tick();
                }
                return updates(watcher).contains("leave " + leaver.id());
            });
            assertEquals(Set.of(a.id()), get(one.mesh.presence().present("short:1")));
            assertEquals(
                    0,
                    updates(watcher).stream()
                            .filter(("leave " + a.id())::equals)
                            .count(),
                    "" + updates(watcher));
            instances.forEach(TestInstance::close);
        }
    }

    @Test
    void whenRedisLostItsDataStatesComeBackWithTheirMembers() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = instance(redis.uri());
                TestInstance two = instance(redis.uri())) {
            List.of(one, two).forEach(PresenceSetting::track);
            TestClient watcher = one.connect();
            TestClient users = one.connect();
            subscribe(watcher, "lobby");
            subscribe(users, "lobby", PresenceUsersContract.BY_USER);
            TestClient keeps = connect(two, "ann");
            TestClient expires = connect(two, "ann");
            TestClient clears = two.connect();
            TestClient late = two.connect();
            List<TestClient> all = List.of(keeps, expires, clears, late);
            all.forEach(client -> client.call("mesh/join-room", LOBBY));
            publish(keeps, "lobby", "\"state\":1,\"silent\":true");
            publish(keeps, "lobby", "\"state\":{\"s\":2}");
            publish(expires, "lobby", "\"state\":3,\"expireAfter\":600000");
            publish(clears, "lobby", "\"state\":4");
            clears.call("mesh/clear-presence-state", LOBBY);
            publish(late, "lobby", "\"state\":5,\"expireAfter\":60000");
            Eventually.holds(
                    () -> updates(watcher).size() == 9 && updates(users).size() == 8);
            Set<String> ids = all.stream().map(TestClient::id).collect(Collectors.toSet());
            Map<String, JsonValue> left = Map.of(
                    keeps.id(), Json.readTrusted("{\"s\":2}"),
                    expires.id(), Json.readTrusted("3"));
            two.clock.advance(Duration.ofMinutes(9));
            for (boolean restarts : List.of(true, false)) {
                if (restarts) {
                    redis.kill();
                    Eventually.holds(() -> !one.mesh.isClusterAvailable() && !two.mesh.isClusterAvailable());
                    redis.start();
                    Eventually.holds(() -> one.mesh.isClusterAvailable() && two.mesh.isClusterAvailable());
                } else {
                    redis.command("FLUSHALL");
                }
                TestInstance.eventually(
                        () -> get(one.mesh.presence().states("lobby")).equals(left), one, two);
                assertEquals(ids, get(one.mesh.presence().present("lobby")));
                assertEquals(
                        Map.of("ann", Set.of(keeps.id(), expires.id())),
                        get(one.mesh.presence().presentUsers("lobby")));
                long now = System.currentTimeMillis();
                assertEquals(
                        ":1",
                        redis.command("ZCOUNT " + prefix + ":presence:{lobby}:state-deadlines " + now + " "
                                + (now + 61_000)));
            }
            // Subscribers were only told of the ends in the meantime.
            Eventually.holds(() -> {
                one.clock.advance(Duration.ofSeconds(1));
                one.mesh.tick();
                return updates(watcher).contains("state " + late.id() + " null");
            });
            publish(keeps, "lobby", "\"state\":6");
            String last = "state " + keeps.id() + " 6";
            Eventually.holds(() -> updates(watcher).contains(last));
            assertEquals(11, updates(watcher).size(), "" + updates(watcher));
            assertEquals(10, updates(users).size(), "" + updates(users));
        }
    }

    @Test
    void howManyAreOverdueOneTickTakesThemAll() {
        TestClient watcher = here.connect();
        subscribe(watcher, "short:1");
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            clients.add(there.connect());
        }
        // From now on they owe a pong, so they aren't kept present.
        passing(() -> clients.stream().noneMatch(client -> client.events("ping").isEmpty()));
        clients.forEach(client -> get(there.mesh.rooms().add("short:1", client.id())));
        Eventually.holds(() -> EmbeddedRedis.shared()
                .command("ZCOUNT " + prefix + ":presence:{short:1}:deadlines -inf " + System.currentTimeMillis())
                .equals(":450"));
        here.clock.advance(Duration.ofSeconds(3));
        here.mesh.tick();
        Eventually.holds(() -> get(here.mesh.presence().present("short:1")).isEmpty());
    }
}
