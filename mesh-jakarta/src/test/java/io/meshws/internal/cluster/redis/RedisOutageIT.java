package io.meshws.internal.cluster.redis;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Audience;
import io.meshws.ClusterUnavailableException;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.Delivery;
import io.meshws.internal.cluster.ConnectionDirectory.LocalConnection;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.RecordingReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;

/** The cluster while Redis is away, and afterwards. Each test has its own Redis. */
class RedisOutageIT {
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Delivery MESSAGE = new Delivery(Audience.everyone(), "{}");

    private final EmbeddedRedis redis = EmbeddedRedis.absent();
    private final List<Cluster> clusters = new ArrayList<>();
    private RedissonClient given;

    @AfterEach
    void close() {
        clusters.forEach(cluster -> get(cluster.stop()));
        if (given != null) {
            given.shutdown();
        }
        redis.close();
    }

    private Cluster newCluster() {
        RedisCluster cluster = Clusters.redis(RedisFixture.config(redis, "mesh", TIMEOUT));
        clusters.add(cluster);
        return cluster;
    }

    private Cluster newClusterWithGivenClient() {
        Supplier<RedissonClient> client = () -> {
            if (given == null) {
                given = Redisson.create(RedissonSettings.of(
                        RedisFixture.config(redis, "mesh", TIMEOUT).get(MeshProperty.REDIS_URI),
                        Duration.ofSeconds(1)));
            }
            return given;
        };
        RedisCluster cluster = Clusters.redis(RedisFixture.config(redis, "mesh", TIMEOUT), client);
        clusters.add(cluster);
        return cluster;
    }

    private static void assertUnavailable(CompletionStage<?> stage) {
        assertInstanceOf(ClusterUnavailableException.class, failure(stage));
    }

    private static void assertFailsAtOnce(Cluster cluster) {
        for (CompletionStage<?> stage : List.of(
                cluster.bus().sendTo("x", MESSAGE),
                cluster.bus().sendToRoom("x", MESSAGE),
                cluster.bus().sendToAll(MESSAGE),
                cluster.connections().select(Optional::of),
                cluster.connections().put("x.1", "null"),
                cluster.connections().replaceLocal(Map.of()),
                cluster.rooms().join("x", "x.1"),
                cluster.rooms().members("x"),
                cluster.names().read("x", false),
                cluster.names().listen())) {
            assertTrue(stage.toCompletableFuture().isCompletedExceptionally());
            assertUnavailable(stage);
        }
    }

    private static void assertWorks(Instance from, Instance to) {
        String id = from.newConnection();
        get(from.cluster().connections().put(id, "1"));
        assertEquals(Optional.of("1"), get(to.cluster().connections().metadata(id)));
        assertTrue(get(from.cluster().bus().sendTo(to.id(), MESSAGE)));
        assertEquals(MESSAGE.frame(), ((Delivery) to.receiver().next()).frame());
    }

    @Test
    void startsWithoutRedisAndJoinsWhenItComes() {
        Cluster cluster = newCluster();
        RecordingReceiver receiver = new RecordingReceiver();
        cluster.start(receiver);
        assertFalse(cluster.isAvailable());
        assertFailsAtOnce(cluster);
        redis.start();
        Eventually.holds(() -> receiver.rejoins() == 1);
        assertTrue(cluster.isAvailable());
        Instance instance = new Instance(cluster, receiver);
        assertWorks(instance, instance);
    }

    @Test
    void anAttemptThatFailsLeavesNoListenerInTheApplicationsClient() {
        redis.start();
        // Then listening succeeds, and renewing the lease doesn't.
        redis.command("ACL SETUSER default -eval -evalsha");
        Cluster cluster = newClusterWithGivenClient();
        get(cluster.start(new RecordingReceiver()));
        assertFalse(cluster.isAvailable());
        get(cluster.stop());
        Eventually.holds(() -> redis.command("PUBSUB CHANNELS").equals("*0"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void joinsAgainAfterRedisDiedAndCameBackEmpty(boolean givenClient) {
        redis.start();
        Instance first = Instance.start(givenClient ? newClusterWithGivenClient() : newCluster());
        Instance second = Instance.start(newCluster());
        String id = first.newConnection();
        get(first.cluster().connections().put(id, "1"));
        redis.kill();
        Eventually.holds(() -> !first.cluster().isAvailable());
        assertFailsAtOnce(first.cluster());
        Eventually.holds(() -> !second.cluster().isAvailable());
        redis.start();
        Eventually.holds(() -> first.receiver().rejoins() >= 2);
        Eventually.holds(() -> second.receiver().rejoins() >= 2);
        get(first.cluster().connections().replaceLocal(Map.of(id, new LocalConnection("2", Set.of("room")))));
        assertEquals(Map.of(id, "2"), get(second.cluster().connections().select(Optional::of)));
        assertEquals(Set.of(id), get(second.cluster().rooms().members("room")));
        assertWorks(first, second);
        assertWorks(second, first);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void joinsAgainAfterRedisStoodStill(boolean givenClient) {
        redis.start();
        Instance first = Instance.start(givenClient ? newClusterWithGivenClient() : newCluster());
        Instance second = Instance.start(newCluster());
        redis.freeze();
        assertUnavailable(first.cluster().connections().select(Optional::of));
        assertUnavailable(second.cluster().bus().sendToAll(MESSAGE));
        Eventually.holds(() -> !first.cluster().isAvailable());
        Eventually.holds(() -> !second.cluster().isAvailable());
        assertFailsAtOnce(first.cluster());
        redis.unfreeze();
        Eventually.holds(() -> first.receiver().rejoins() >= 2);
        Eventually.holds(() -> second.receiver().rejoins() >= 2);
        // Messages that were on their way when Redis stalled may have arrived, at most once.
        while (first.receiver().waiting() > 0) {
            first.receiver().next();
        }
        assertWorks(first, second);
        assertWorks(second, first);
    }

    @Test
    void rejoinsIfRedisForgotEverything() {
        redis.start();
        Instance instance = Instance.start(newCluster());
        assertEquals("+OK", redis.command("FLUSHALL"));
        Eventually.holds(() -> instance.receiver().rejoins() == 2);
        assertWorks(instance, instance);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rejoinsIfOnlyTheSubscriptionBroke(boolean givenClient) {
        redis.start();
        Instance instance = Instance.start(givenClient ? newClusterWithGivenClient() : newCluster());
        assertEquals(":1", redis.command("CLIENT KILL TYPE pubsub"));
        Eventually.holds(
                () -> instance.receiver().rejoins() >= 2 && instance.cluster().isAvailable());
        assertWorks(instance, instance);
    }

    @Test
    void continuesIfRedisForgotTheScripts() {
        redis.start();
        Instance instance = Instance.start(newCluster());
        Instance other = Instance.start(newCluster());
        get(other.cluster().rooms().join("room", other.newConnection()));
        assertEquals("+OK", redis.command("SCRIPT FLUSH"));
        get(instance.cluster().bus().sendToRoom("room", MESSAGE));
        assertEquals(MESSAGE.frame(), ((Delivery) other.receiver().next()).frame());
        assertWorks(instance, other);
    }

    @Test
    void refusesMessagesThatItCannotKeep() {
        redis.start();
        Instance instance = Instance.start(newCluster());
        redis.freeze();
        List<CompletionStage<Void>> sent = new ArrayList<>();
        CompletionStage<Void> last;
        do {
            last = instance.cluster().bus().sendToAll(MESSAGE);
            sent.add(last);
            // Some may have left before Redis froze.
        } while (!last.toCompletableFuture().isCompletedExceptionally() && sent.size() < 2 * Batches.MAX_QUEUED);
        assertTrue(last.toCompletableFuture().isCompletedExceptionally());
        sent.forEach(RedisOutageIT::assertUnavailable);
        redis.unfreeze();
        Eventually.holds(() -> instance.receiver().rejoins() == 2);
        get(instance.cluster().bus().sendToAll(MESSAGE));
    }

    @Test
    void stopsIfRedisIsAway() {
        Cluster neverThere = newCluster();
        neverThere.start(new RecordingReceiver());
        get(neverThere.stop());
        redis.start();
        Instance frozen = Instance.start(newCluster());
        redis.freeze();
        CompletionStage<?> pending = frozen.cluster().connections().select(Optional::of);
        get(frozen.cluster().stop());
        assertUnavailable(pending);
        assertFalse(frozen.cluster().isAvailable());
        assertFailsAtOnce(frozen.cluster());
    }

    @Test
    void stopsWithoutHavingStarted() {
        get(newCluster().stop());
    }
}
