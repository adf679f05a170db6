package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.Guard;
import io.meshws.KeepOptions;
import io.meshws.MeshConfig;
import io.meshws.spi.KeptMessage;
import io.meshws.testing.Cable;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestChannelKeeper;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance is killed between Redis and the database, at each step, and another one saves its messages; or Redis is lost. */
class RedisChannelKeepingKilledIT {
    private static final Pattern CHATS = Pattern.compile("chat:.*");
    private static final String CHANNEL = "chat:1";
    private static final String ROW = "1 {\"message\":\"m1\"}";

    private final String prefix = "test-" + UUID.randomUUID();
    private final TestChannelKeeper keeper = new TestChannelKeeper();
    private final ExecutorService workers = Executors.newCachedThreadPool();

    @AfterEach
    void shutDown() {
        workers.shutdown();
    }

    private TestInstance instance(String uri) {
        MeshConfig config = Clusters.withRedis(MeshConfig.builder(), uri, prefix, Duration.ofSeconds(5))
                .build();
        TestInstance instance = TestInstance.onRedis(config, workers);
        instance.mesh.channels().expose(CHATS, Guard.ANYONE, 5);
        instance.mesh.channels().keep(CHATS, keeper, KeepOptions.WRITE_BEHIND);
        return instance;
    }

    private static String shared() {
        return EmbeddedRedis.shared().uri();
    }

    private static CompletableFuture<Long> say(TestInstance instance, int number) {
        return instance.mesh.channels().publish(CHANNEL, "m" + number).toCompletableFuture();
    }

    /** All that were published are saved, and no channel is noted any more. */
    private void saved(int number, TestInstance instance) {
        TestInstance.eventually(
                () -> keeper.rows.size() == number && new Gauges(instance.mesh).getUnsavedChannels() == 0, instance);
    }

    /** @param ending the rest of the instance's saving, without Redis */
    private void survives(Runnable ending) {
        try (Cable cable = new Cable(URI.create(shared()));
                TestInstance dying = instance(cable.uri().toString());
                TestInstance other = instance(shared())) {
            get(say(dying, 1));
            CompletableFuture<Void> taken = new CompletableFuture<>();
            keeper.beforeSave = () -> {
                keeper.beforeSave = () -> {};
                cable.shut();
                taken.complete(null);
                ending.run();
            };
            dying.mesh.tick();
            // Otherwise the other one may take it first.
            get(taken);
            saved(1, other);
            assertEquals(List.of(ROW), keeper.of(CHANNEL));
        }
    }

    @Test
    void afterThePublication() {
        try (TestInstance dying = instance(shared());
                TestInstance other = instance(shared())) {
            get(say(dying, 1));
            // It has no tick any more.
            saved(1, other);
            assertEquals(List.of(ROW), keeper.of(CHANNEL));
        }
    }

    @Test
    void afterItTookTheChannel() {
        survives(() -> {
            throw new IllegalStateException("killed before the database had it");
        });
    }

    @Test
    void afterTheDatabaseHasIt() {
        survives(() -> {});
    }

    @Test
    void noMessageIsForgottenWhileTheChannelComesAndGoes() {
        try (TestInstance one = instance(shared());
                TestInstance two = instance(shared())) {
            for (int i = 1; i <= 300; i++) {
                CompletableFuture<Long> mine = say(one, i);
                CompletableFuture<Long> theirs = say(two, i);
                if (i % 3 == 0) {
                    one.mesh.tick();
                    two.mesh.tick();
                }
                get(mine);
                get(theirs);
            }
            saved(600, one);
        }
    }

    @Test
    void aRedisThatComesBackEmptyGoesOnAboveTheDatabase() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = instance(redis.uri())) {
            // Messages published before the instance is subscribed again come late, as far as Redis has them.
            one.mesh.channels().expose(CHATS, Guard.ANYONE, 50);
            for (int i = 1; i <= 9; i++) {
                get(say(one, i));
            }
            saved(9, one);
            TestClient client = one.connect();
            client.call("mesh/subscribe-channel", "{\"channel\":\"chat:1\"}");
            redis.kill();
            redis.start();
            TestInstance.eventually(one.mesh::isClusterAvailable, one);
            List<CompletableFuture<Long>> all =
                    IntStream.rangeClosed(10, 20).mapToObj(i -> say(one, i)).toList();
            for (int i = 10; i <= 20; i++) {
                assertEquals(i, get(all.get(i - 10)));
            }
            TestInstance.eventually(
                    () -> client.events("mesh/subscription-message").size() == 11, one);
            assertEquals(IntStream.rangeClosed(10, 20).mapToObj(i -> "m" + i).toList(), messages(client));
            saved(20, one);
            assertEquals(
                    2,
                    keeper.rows.values().stream()
                            .map(KeptMessage::epoch)
                            .distinct()
                            .count());
            assertEquals(
                    IntStream.rangeClosed(1, 20).mapToObj(i -> "m" + (21 - i)).toList(),
                    get(one.mesh.channels().history(CHANNEL, 100)));
        }
    }

    @Test
    void aRestartedRedisWithAnOlderStateReusesNoOffsetOfTheDatabase(@TempDir Path directory) {
        try (EmbeddedRedis redis = EmbeddedRedis.started("--dir", directory.toString());
                TestInstance one = instance(redis.uri())) {
            for (int i = 1; i <= 4; i++) {
                get(say(one, i));
            }
            saved(4, one);
            assertEquals("+OK", redis.command("SAVE"));
            // Saved by an instance that is gone, and lost by Redis.
            String epoch = keeper.rows.values().iterator().next().epoch();
            keeper.save(List.of(new KeptMessage(CHANNEL, epoch, 7, 1, "{\"message\":\"m7\"}")));
            redis.kill();
            redis.start();
            TestInstance.eventually(one.mesh::isClusterAvailable, one);
            assertEquals(8, get(say(one, 8)));
        }
    }

    private static List<String> messages(TestClient client) {
        return client.events("mesh/subscription-message").stream()
                .map(event -> event.asJsonObject().getString("message"))
                .toList();
    }

    @Test
    void aDatabaseThatIsAwayHoldsUpOnlyTheChannelThatHasToBeResumed() {
        try (TestInstance one = instance(shared())) {
            keeper.away = true;
            AtomicInteger others = new AtomicInteger();
            List<CompletableFuture<Long>> resumed = new ArrayList<>();
            for (int i = 1; i <= 50; i++) {
                resumed.add(say(one, i));
                one.mesh.channels().publish("news", "n" + i).thenRun(others::incrementAndGet);
            }
            for (CompletableFuture<Long> each : resumed) {
                assertInstanceOf(ClusterUnavailableException.class, failure(each));
            }
            TestInstance.eventually(() -> others.get() == 50, one);
            keeper.away = false;
            one.clock.advance(Duration.ofSeconds(2));
            assertEquals(1, get(say(one, 1)));
            assertFalse(keeper.loads.isEmpty());
            assertTrue(keeper.rows.isEmpty());
        }
    }
}
