package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.KeepOptions;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.spi.KeptRecord;
import io.meshws.testing.Cable;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import io.meshws.testing.TestKeeper;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An instance is killed between Redis and the database, at each step, and another one saves its writes. */
class RedisKeepingKilledIT {
    private static final Pattern NOTES = Pattern.compile("note:.*");

    private final String prefix = "test-" + UUID.randomUUID();
    private final TestKeeper keeper = new TestKeeper();
    private final ExecutorService workers = Executors.newCachedThreadPool();

    private TestInstance instance(String uri) {
        return instance(uri, MeshConfig.builder());
    }

    private TestInstance instance(String uri, MeshConfig.Builder settings) {
        MeshConfig config =
                Clusters.withRedis(settings, uri, prefix, Duration.ofSeconds(5)).build();
        TestInstance instance = TestInstance.onRedis(config, workers);
        instance.mesh.records().keep(NOTES, keeper, KeepOptions.WRITE_BEHIND);
        instance.mesh.records().exposeWritable(NOTES);
        instance.mesh.records().index(NOTES);
        return instance;
    }

    /** @param ending the rest of the instance's saving, without Redis */
    private void survives(Runnable ending) {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance dying = instance(cable.uri().toString());
                TestInstance other = instance(EmbeddedRedis.shared().uri())) {
            get(dying.mesh.records().write("note:1", 1));
            keeper.beforeSave = () -> {
                keeper.beforeSave = () -> {};
                cable.shut();
                ending.run();
            };
            dying.mesh.tick();
            TestInstance.eventually(() -> keeper.row("note:1").equals("1 at 1"), other);
            TestInstance.eventually(() -> new Gauges(other.mesh).getUnsavedRecords() == 0, other);
        } finally {
            workers.shutdown();
        }
    }

    @Test
    void afterTheWrite() {
        try (TestInstance dying = instance(EmbeddedRedis.shared().uri());
                TestInstance other = instance(EmbeddedRedis.shared().uri())) {
            get(dying.mesh.records().write("note:1", 1));
            // It has no tick any more.
            TestInstance.eventually(() -> keeper.row("note:1").equals("1 at 1"), other);
        } finally {
            workers.shutdown();
        }
    }

    @Test
    void afterItTookTheRecord() {
        survives(() -> {
            throw new IllegalStateException("killed before the database had it");
        });
    }

    @Test
    void afterTheDatabaseHasIt() {
        survives(() -> {});
    }

    @Test
    void aRedisThatComesBackEmptyIsFilledAndSubscribersSeeNoReset() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = instance(redis.uri())) {
            for (int i = 1; i <= 3; i++) {
                get(one.mesh.records().write("note:1", i));
            }
            TestClient client = one.connect();
            client.call("mesh/subscribe-record", "{\"recordId\":\"note:1\",\"mode\":\"full\"}");
            TestInstance.eventually(() -> keeper.row("note:1").equals("3 at 3"), one);
            get(one.mesh.records().write("note:1", 4));
            redis.kill();
            redis.start();
            TestInstance.eventually(one.mesh::isClusterAvailable, one);
            // The fourth version is lost, and its number is not used again.
            long version = Eventually.get(one.mesh.records().write("note:1", 5));
            assertTrue(version >= 4, "at " + version);
            TestInstance.eventually(
                    () -> !client.events("mesh/record-update").isEmpty()
                            && client.events("mesh/record-update")
                                    .get(client.events("mesh/record-update").size() - 1)
                                    .asJsonObject()
                                    .get("full")
                                    .toString()
                                    .equals("5"),
                    one);
            long last = 3;
            for (var update : client.events("mesh/record-update")) {
                long next = update.asJsonObject().getJsonNumber("version").longValue();
                assertTrue(next > last, client.events("mesh/record-update").toString());
                last = next;
            }
            assertTrue(client.events("mesh/record-deleted").isEmpty());
            TestInstance.eventually(() -> keeper.row("note:1").startsWith("5 at "), one);
        } finally {
            workers.shutdown();
        }
    }

    @Test
    void whileItLoadsAllRecords() {
        keeper.rows.put("note:1", new KeptRecord("note:1", 7, "1", ""));
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()))) {
            CountDownLatch listing = new CountDownLatch(1);
            keeper.beforeList = () -> {
                keeper.beforeList = () -> {};
                cable.shut();
                listing.countDown();
            };
            try (TestInstance dying = instance(
                            cable.uri().toString(),
                            MeshConfig.builder().set(MeshProperty.INSTANCE_LEASE, Duration.ofSeconds(2)));
                    TestInstance other = instance(EmbeddedRedis.shared().uri())) {
                dying.mesh.tick();
                Eventually.holds(() -> listing.getCount() == 0);
                TestInstance.eventually(() -> lists(other, "note:1"), other);
                DyingSetting.end(cable);
            }
        } finally {
            workers.shutdown();
        }
    }

    /** Time passes, so that the instance looks again. */
    private static boolean lists(TestInstance instance, String recordId) {
        instance.clock.advance(Duration.ofSeconds(1));
        return get(instance.mesh.records().list(NOTES)).records().stream()
                .anyMatch(record -> record.recordId().equals(recordId));
    }

    @Test
    void aRedisThatComesBackEmptyGetsAllRecordsBackBeforeTheyAreAskedFor() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = instance(redis.uri())) {
            get(one.mesh.records().write("note:1", 1));
            TestInstance.eventually(() -> keeper.row("note:1").equals("1 at 1"), one);
            redis.kill();
            redis.start();
            TestInstance.eventually(one.mesh::isClusterAvailable, one);
            TestInstance.eventually(() -> lists(one, "note:1"), one);
        } finally {
            workers.shutdown();
        }
    }
}
