package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.internal.cluster.Instances.DeadConnectionListener;
import io.meshws.internal.cluster.redis.RedisCluster;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.Gate;
import io.meshws.testing.RecordingReceiver;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Instances that are cut off from Redis, which for all others is as good as being killed; some come back. */
class DyingInstancesIT {
    private final String prefix = "test-" + UUID.randomUUID();
    private final List<AutoCloseable> closing = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : closing) {
            each.close();
        }
    }

    private MeshConfig config(String uri) {
        return MeshConfig.builder()
                .set(MeshProperty.REDIS_URI, RedisUri.parse(uri))
                .set(MeshProperty.REDIS_PREFIX, prefix)
                .set(MeshProperty.REDIS_TIMEOUT, Duration.ofMillis(500))
                .set(MeshProperty.INSTANCE_LEASE, Duration.ofSeconds(2))
                .build();
    }

    private TestInstance instance(String uri) {
        MeshConfig config = config(uri);
        TestInstance instance = new TestInstance(new RedisCluster(config, Thread::new), config);
        closing.add(instance);
        Eventually.holds(instance.mesh::isClusterAvailable);
        return instance;
    }

    private TestInstance instance() {
        return instance(EmbeddedRedis.shared().uri());
    }

    private Gate gate(EmbeddedRedis redis) {
        Gate gate = new Gate(redis.port());
        closing.add(gate);
        return gate;
    }

    private Gate gate() {
        return gate(EmbeddedRedis.shared());
    }

    private RedisCluster cleaner() {
        RedisCluster cluster = new RedisCluster(config(EmbeddedRedis.shared().uri()), Thread::new);
        closing.add(() -> get(cluster.stop()));
        cluster.start(new RecordingReceiver());
        Eventually.holds(cluster::isAvailable);
        return cluster;
    }

    private static boolean cleanedUp(RedisCluster cleaner, DeadConnectionListener departures) {
        return cleaner.instances()
                .cleanUp(departures)
                .handle((done, failure) -> failure == null && done)
                .toCompletableFuture()
                .join();
    }

    @Test
    void whatADeadInstanceHadIsRemovedByAnother() {
        Gate gate = gate();
        TestInstance here = instance();
        TestInstance dying = instance(gate.uri());
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
        gate.shut();
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
    void anotherGoesOnWhereACleanerDies() {
        Gate gate = gate();
        TestInstance dying = instance(gate.uri());
        TestClient a = dying.connect();
        get(dying.mesh.rooms().add("lobby", a.id()));
        RedisCluster first = cleaner();
        RedisCluster second = cleaner();
        gate.shut();

        CompletableFuture<Map<String, Set<String>>> begun = new CompletableFuture<>();
        Eventually.holds(() -> {
            if (!begun.isDone()) {
                // Told, it never gets any further.
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
    void whatCannotBeAnnouncedIsTakenUpAgain() {
        Gate gate = gate();
        TestInstance dying = instance(gate.uri());
        TestClient a = dying.connect();
        get(dying.mesh.rooms().add("lobby", a.id()));
        RedisCluster cleaner = cleaner();
        gate.shut();
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
    void whatADeadInstanceWatchedIsWatchedNoLonger() {
        Gate gate = gate();
        TestInstance here = instance();
        TestInstance dying = instance(gate.uri());
        for (TestInstance each : List.of(here, dying)) {
            each.mesh.presence().track("lobby");
            PresenceContract.subscribe(each.connect(), "lobby");
        }
        String watchers = "ZCARD " + prefix + ":presence:{lobby}:watchers";
        assertEquals(":2", EmbeddedRedis.shared().command(watchers));
        gate.shut();
        Eventually.holds(() -> {
            here.mesh.tick();
            return EmbeddedRedis.shared().command(watchers).equals(":1");
        });
        Eventually.holds(() -> EmbeddedRedis.shared()
                .command("KEYS *" + dying.mesh.instanceId() + "*")
                .equals("*0"));
    }

    @Test
    void whoWasDeclaredDeadAndComesBackIsThereAgain() {
        Gate gate = gate();
        TestInstance here = instance();
        TestInstance paused = instance(gate.uri());
        TestClient a = paused.connect();
        get(paused.mesh.rooms().add("lobby", a.id()));
        get(paused.mesh.connections().setMetadata(a.id(), Map.of("u", 1)));
        gate.shut();
        Eventually.holds(() -> {
            here.mesh.tick();
            return get(here.mesh.rooms().members("lobby")).isEmpty();
        });
        gate.open();
        Eventually.holds(() -> get(here.mesh.rooms().members("lobby")).equals(Set.of(a.id())));
        Eventually.holds(() -> get(here.mesh.connections().metadata(a.id()))
                .map(Object::toString)
                .equals(Optional.of("{\"u\":1}")));
        assertNull(a.closeCode());
        Eventually.holds(() -> {
            here.mesh.broadcastRoom("lobby", "hello", 1);
            return !a.events("hello").isEmpty();
        });
    }

    @Test
    void whoComesBackWaitsUntilNobodyCleansUpAfterIt() {
        Gate gate = gate();
        TestInstance paused = instance(gate.uri());
        TestClient a = paused.connect();
        get(paused.mesh.rooms().add("lobby", a.id()));
        RedisCluster cleaner = cleaner();
        gate.shut();
        CompletableFuture<Void> announced = new CompletableFuture<>();
        CompletableFuture<Void> told = new CompletableFuture<>();
        Eventually.holds(() -> {
            if (!told.isDone()) {
                cleaner.instances().cleanUp(rooms -> {
                    told.complete(null);
                    return announced;
                });
            }
            return told.isDone();
        });
        gate.open();
        // What the cleaner does not end is given up after a lease, also where nobody else is there to go on.
        Eventually.holds(paused.mesh::isClusterAvailable);
        announced.complete(null);
        Eventually.holds(() -> get(cleaner.instances().living()).contains(paused.mesh.instanceId()));
        Eventually.holds(() -> get(cleaner.rooms().members("lobby")).equals(Set.of(a.id())));
    }

    @Test
    void whenNobodyReachedRedisNobodyIsDead() {
        EmbeddedRedis redis = EmbeddedRedis.create();
        TestInstance one = instance(redis.uri());
        TestInstance two = instance(redis.uri());
        closing.add(redis);
        TestClient a = one.connect();
        TestClient b = two.connect();
        get(one.mesh.rooms().add("lobby", a.id()));
        get(two.mesh.rooms().add("lobby", b.id()));
        redis.freeze();
        long begun = System.nanoTime();
        Eventually.holds(() -> {
            // What these send waits, and is carried out late.
            one.mesh.tick();
            two.mesh.tick();
            return !one.mesh.isClusterAvailable()
                    && !two.mesh.isClusterAvailable()
                    && System.nanoTime() - begun > 3_000_000_000L;
        });
        redis.unfreeze();
        Eventually.holds(() -> {
            one.mesh.tick();
            two.mesh.tick();
            String dead = redis.command("ZCARD {" + prefix + ":instances}:dead");
            assertEquals(":0", dead);
            return one.mesh.isClusterAvailable() && two.mesh.isClusterAvailable();
        });
        assertEquals(Set.of(a.id(), b.id()), get(one.mesh.rooms().members("lobby")));
    }

    @Test
    void aCleanUpThatRedisCarriesOutLateBuriesNobody() {
        TestInstance there = instance();
        RedisCluster cleaner = cleaner();
        // As after a time in which Redis did nothing, before any instance could say that it is there.
        EmbeddedRedis.shared().command("ZADD " + prefix + ":instances 1 " + there.mesh.instanceId());
        EmbeddedRedis.shared().command("SET {" + prefix + ":instances}:beat 1");
        assertFalse(cleanedUp(cleaner, rooms -> CompletableFuture.completedFuture(null)));
        assertEquals(":0", EmbeddedRedis.shared().command("ZCARD {" + prefix + ":instances}:dead"));
    }

    @Test
    void stoppingSpreadsTheClosingOverABoundedTime() {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        closing.add(threads::shutdown);
        TestInstance leaving = instance();
        leaving.mesh.presence().track("lobby");
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(leaving.connect());
            PresenceContract.subscribe(clients.get(i), "lobby");
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
