package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.RecordSnapshot;
import io.meshws.protocol.Change;
import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonNumber;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedisRecordChangesIT extends RecordChangesContract {
    private static final int EACH = 1_000;
    private static final Change INCREMENT = Change.increment("/n");

    @Override
    TestInstance newInstance() {
        return onRedis(MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    private static CompletionStage<RecordSnapshot> increment(TestInstance instance) {
        return instance.mesh.records().change("note:1", INCREMENT);
    }

    private static List<CompletionStage<RecordSnapshot>> increments(TestInstance instance, int count) {
        return IntStream.range(0, count).mapToObj(i -> increment(instance)).toList();
    }

    private static long count(RecordSnapshot snapshot) {
        return ((JsonNumber) snapshot.value().orElseThrow().asJsonObject().get("n")).longValueExact();
    }

    @Test
    void sixtyFourThatWaitTogetherCostOneRoundTrip() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance instance = onRedis(redis.uri(), Duration.ofSeconds(30), MeshConfig.builder())) {
            get(increment(instance));
            long before = lookUps(redis);
            redis.freeze();
            CompletionStage<RecordSnapshot> onItsWay = increment(instance);
            List<CompletionStage<RecordSnapshot>> waiting = increments(instance, 64);
            redis.unfreeze();
            waiting.forEach(Eventually::get);
            assertEquals(2, get(onItsWay).version());
            assertEquals(66, count(get(waiting.get(63))));
            // The one that was on its way, and the one for the 64.
            assertEquals(2 * 2, lookUps(redis) - before);
        }
    }

    /** Each script that reads a record looks its version up once, each that writes it twice; nothing else does. */
    private static long lookUps(EmbeddedRedis redis) {
        return redis.text("INFO commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_hmget:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("cmdstat_hmget:calls=(\\d+),.*", "$1")))
                .sum();
    }

    @Test
    void fourInstancesCountToFourThousand() {
        List<TestInstance> instances = List.of(here, there, newInstance(), newInstance());
        try {
            List<CompletionStage<RecordSnapshot>> all = new ArrayList<>();
            instances.forEach(instance -> all.addAll(increments(instance, EACH)));
            all.forEach(Eventually::get);
            RecordSnapshot end = get(here.mesh.records().get("note:1"));
            assertEquals(4 * EACH, count(end));
            assertEquals(4 * EACH, end.version());
        } finally {
            instances.subList(2, 4).forEach(TestInstance::close);
        }
    }

    @Test
    void threeInstancesCountOnWhenTheFourthIsKilledAndOnlyUnknownOutcomesAreUncertain() {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance third = newInstance();
                TestInstance dying = onRedis(cable.uri().toString(), MeshConfig.builder())) {
            List<CompletionStage<RecordSnapshot>> survivors = new ArrayList<>();
            long acknowledged = 0;
            long unknown = 0;
            for (int i = 0; i < EACH; i++) {
                for (TestInstance instance : List.of(here, there, third)) {
                    survivors.add(increment(instance));
                }
                List<CompletionStage<RecordSnapshot>> ofDying = increments(dying, 2);
                if (i == EACH / 4) {
                    cable.shut();
                }
                if (i <= EACH / 4) {
                    for (CompletionStage<RecordSnapshot> one : ofDying) {
                        Throwable failure = one.handle((done, why) -> why)
                                .toCompletableFuture()
                                .join();
                        acknowledged += failure == null ? 1 : 0;
                        unknown += failure == null ? 0 : 1;
                    }
                }
            }
            survivors.forEach(Eventually::get);
            long end = count(get(here.mesh.records().get("note:1")));
            long certain = 3 * EACH + acknowledged;
            assertTrue(acknowledged >= EACH / 2, acknowledged + " acknowledged");
            assertTrue(certain <= end && end <= certain + unknown, end + " of " + certain + " and " + unknown);
            System.out.printf("killed: %d certain, %d unknown, %d counted%n", certain, unknown, end);
        }
    }
}
