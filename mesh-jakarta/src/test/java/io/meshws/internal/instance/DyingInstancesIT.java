package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.redis.RedisCluster;
import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Instances that are cut off from Redis for good. */
class DyingInstancesIT extends DyingSetting {
    @Test
    void aDeadInstancesDataIsRemovedByAnother() {
        Cable cable = cable();
        TestInstance here = instance();
        TestInstance dying = instance(cable.uri().toString());
        TestClient staying = here.connect();
        get(here.mesh.rooms().add("lobby", staying.id()));
        for (int i = 0; i < 300; i++) {
            TestClient client = dying.connect();
            if (i % 3 != 0) {
                get(dying.mesh.rooms().add("lobby", client.id()));
                get(dying.mesh.rooms().add("room" + i % 7, client.id()));
            }
        }
        assertEquals(201, get(here.mesh.rooms().members("lobby")).size());
        cable.shut();
        Eventually.holds(() -> {
            here.mesh.tick();
            return get(here.mesh.rooms().members("lobby")).equals(Set.of(staying.id()));
        });
        Eventually.holds(() -> get(here.mesh.connections().ids()).equals(Set.of(staying.id())));
        assertEquals(Set.of("lobby"), get(here.mesh.rooms().names()));
        Eventually.holds(() -> EmbeddedRedis.shared()
                .command("ZCARD {" + prefix + ":instances}:dead")
                .equals(":0"));
        assertEquals(":1", EmbeddedRedis.shared().command("ZCARD " + prefix + ":instances"));
        assertEquals(
                ":0",
                EmbeddedRedis.shared()
                        .command("EXISTS " + prefix + ":instance:{" + dying.mesh.instanceId() + "}:connections" + " "
                                + prefix + ":instance:{" + dying.mesh.instanceId() + "}:memberships"));
    }

    @Test
    void aCallEndsWhenTheInstanceThatWasAskedIsDeclaredDead() {
        Cable cable = cable();
        TestInstance here = instance();
        TestInstance dying = instance(cable.uri().toString());
        TestClient asked = dying.connect();
        CompletableFuture<Boolean> answer =
                here.mesh.connections().request(asked.id(), "confirm", "?", Boolean.class, Duration.ofHours(1));
        Eventually.holds("asked", () -> asked.received().stream()
                .anyMatch(frame -> frame.getString("command").equals("confirm")));
        here.clock.advance(Duration.ofSeconds(1));
        here.mesh.tick();
        assertFalse(answer.isDone());
        end(cable);
        Eventually.holds("its outcome is unknown", () -> {
            here.mesh.tick();
            return answer.isDone();
        });
        assertInstanceOf(ClusterUnavailableException.class, failure(answer));
    }

    @Test
    void anotherCleanerContinuesIfOneDies() {
        Cable cable = cable();
        TestInstance dying = instance(cable.uri().toString());
        TestClient a = dying.connect();
        get(dying.mesh.rooms().add("lobby", a.id()));
        RedisCluster first = cleaner();
        RedisCluster second = cleaner();
        cable.shut();

        CompletableFuture<Map<String, Set<String>>> begun = new CompletableFuture<>();
        Eventually.holds(() -> {
            if (!begun.isDone()) {
                // The cleaner is told, and never gets any further.
                first.instances().cleanUp(rooms -> {
                    begun.complete(rooms);
                    return new CompletableFuture<>();
                });
            }
            return begun.isDone();
        });
        assertEquals(Map.of(a.id(), Set.of("lobby")), begun.join());
        ConcurrentLinkedQueue<Map<String, Set<String>>> told = new ConcurrentLinkedQueue<>();
        Eventually.holds(() -> cleanedUp(second, rooms -> {
            told.add(rooms);
            return CompletableFuture.completedFuture(null);
        }));
        assertEquals(List.of(Map.of(a.id(), Set.of("lobby"))), List.copyOf(told));
        assertEquals(Set.of(), get(second.rooms().members("lobby")));
    }

    @Test
    void leavesThatCannotBeAnnouncedAreTakenUpAgain() {
        Cable cable = cable();
        TestInstance dying = instance(cable.uri().toString());
        TestClient a = dying.connect();
        get(dying.mesh.rooms().add("lobby", a.id()));
        RedisCluster cleaner = cleaner();
        cable.shut();
        Set<Integer> times = ConcurrentHashMap.newKeySet();
        Eventually.holds(() -> cleanedUp(cleaner, rooms -> {
            times.add(times.size());
            return times.size() < 2
                    ? CompletableFuture.failedFuture(new IllegalStateException())
                    : CompletableFuture.completedFuture(null);
        }));
        assertEquals(2, times.size());
        assertEquals(Set.of(), get(cleaner.rooms().members("lobby")));
    }

    @Test
    void aDeadInstanceWatchesNothingAnyLonger() {
        Cable cable = cable();
        TestInstance here = instance();
        TestInstance dying = instance(cable.uri().toString());
        for (TestInstance each : List.of(here, dying)) {
            each.mesh.presence().track("lobby");
            PresenceSetting.subscribe(each.connect(), "lobby");
        }
        String watchers = "ZCARD " + prefix + ":presence:{lobby}:watchers";
        assertEquals(":2", EmbeddedRedis.shared().command(watchers));
        cable.shut();
        Eventually.holds(() -> {
            here.mesh.tick();
            return EmbeddedRedis.shared().command(watchers).equals(":1");
        });
        Eventually.holds(() -> EmbeddedRedis.shared()
                .command("KEYS *" + dying.mesh.instanceId() + "*")
                .equals("*0"));
    }

    @Test
    void aCleanUpThatRedisCarriesOutLateBuriesNobody() {
        TestInstance there = instance();
        RedisCluster cleaner = cleaner();
        // Like after a time in which Redis did nothing, before any instance could renew its lease.
        EmbeddedRedis.shared().command("ZADD " + prefix + ":instances 1 " + there.mesh.instanceId());
        EmbeddedRedis.shared().command("SET {" + prefix + ":instances}:beat 1");
        assertFalse(cleanedUp(cleaner, rooms -> CompletableFuture.completedFuture(null)));
        assertEquals(":0", EmbeddedRedis.shared().command("ZCARD {" + prefix + ":instances}:dead"));
    }

    @Test
    void stoppingSpreadsTheClosingOverABoundedTime() {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        closing.add(threads::shutdown);
        TestInstance leaving = instance(MeshConfig.builder().set(MeshProperty.SHUTDOWN_DRAIN, Duration.ofSeconds(3)));
        leaving.mesh.presence().track("lobby");
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(leaving.connect());
            PresenceSetting.subscribe(clients.get(i), "lobby");
        }
        long begun = System.nanoTime();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(leaving::close, threads);
        Eventually.holds(() -> clients.get(0).closeCode() != null);
        get(stopped);
        long millis = (System.nanoTime() - begun) / 1_000_000;
        assertTrue(clients.stream().allMatch(client -> client.closeCode() == 1001));
        assertTrue(millis >= 400, millis + " ms");
        assertEquals("*0", EmbeddedRedis.shared().command("KEYS *" + prefix + "*"));
    }
}
