package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshws.ClusterUnavailableException;
import io.meshws.MeshConfig;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.RecordFollower;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedisRecordsIT extends RecordsContract {
    @Override
    TestInstance newInstance() {
        return instance(EmbeddedRedis.shared(), Duration.ofSeconds(5));
    }

    private TestInstance instance(EmbeddedRedis redis) {
        return instance(redis, Duration.ofSeconds(1));
    }

    private TestInstance instance(EmbeddedRedis redis, Duration timeout) {
        TestInstance instance = onRedis(redis.uri(), timeout, MeshConfig.builder());
        instance.mesh.records().exposeWritable(Pattern.compile("note:.*"));
        return instance;
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    private static List<RecordFollower> follow(TestInstance instance, String recordId) {
        List<RecordFollower> followers = new ArrayList<>();
        for (String mode : List.of("patch", "full")) {
            TestClient client = instance.connect();
            client.call("mesh/subscribe-record", "{\"recordId\":\"" + recordId + "\",\"mode\":\"" + mode + "\"}");
            followers.add(new RecordFollower(client, recordId));
        }
        return followers;
    }

    private static void reach(List<RecordFollower> followers, long version, String value, TestInstance... instances) {
        for (RecordFollower follower : followers) {
            TestInstance.eventually(() -> follower.version() == version, instances);
            assertEquals(Json.readTrusted(value), follower.value());
        }
    }

    private static long written(TestInstance instance, Object value) {
        long[] version = new long[1];
        Eventually.holds(() -> instance.mesh
                .records()
                .write("note:1", value, MergeStrategy.MERGE)
                .handle((written, failure) -> failure == null && (version[0] = written) > 0)
                .toCompletableFuture()
                .join());
        return version[0];
    }

    @Test
    void aRedisThatComesBackEmptyHasEverybodyStartAgain() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = instance(redis);
                TestInstance two = instance(redis)) {
            for (int i = 1; i <= 5; i++) {
                get(one.mesh.records().write("note:1", Map.of("i", i)));
                get(one.mesh.records().write("note:gone", Map.of("i", i)));
            }
            List<RecordFollower> followers = follow(one, "note:1");
            followers.addAll(follow(two, "note:1"));
            List<RecordFollower> ofTheLost = follow(two, "note:gone");
            reach(followers, 5, "{\"i\":5}");
            redis.kill();
            Eventually.holds(() -> !one.mesh.isClusterAvailable() && !two.mesh.isClusterAvailable());
            assertInstanceOf(
                    ClusterUnavailableException.class,
                    failure(one.mesh.records().write("note:1", 1)));
            assertInstanceOf(
                    ClusterUnavailableException.class,
                    failure(one.mesh.records().change("note:1", Change.increment("/i", 1))));
            TestClient late = one.connect();
            String vote = "{\"recordId\":\"note:1\",\"changes\":[{\"op\":\"increment\",\"path\":\"/i\",\"by\":1}]}";
            assertEquals(
                    "EUNAVAILABLE",
                    late.call("mesh/publish-record-update", vote).asJsonObject().getString("code"));
            assertEquals(
                    "EUNAVAILABLE",
                    late.call("mesh/subscribe-record", "{\"recordId\":\"note:1\"}")
                            .asJsonObject()
                            .getString("code"));
            redis.start();
            Eventually.holds(() -> one.mesh.isClusterAvailable() && two.mesh.isClusterAvailable());
            reach(ofTheLost, 0, "null", one, two);
            for (int i = 1; i <= 6; i++) {
                assertEquals(i, written(two, Map.of("again", i)));
            }
            reach(followers, 6, "{\"again\":6}", one, two);
            assertEquals(List.of(), late.events("mesh/record-update"));
        }
    }

    @Test
    void aRedisThatStoodStillLosesNobody() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = instance(redis);
                TestInstance two = instance(redis)) {
            get(one.mesh.records().write("note:1", Map.of("a", 1)));
            List<RecordFollower> followers = follow(one, "note:1");
            followers.addAll(follow(two, "note:1"));
            redis.freeze();
            assertInstanceOf(
                    ClusterUnavailableException.class,
                    failure(one.mesh.records().write("note:1", Map.of("b", 2), MergeStrategy.MERGE)));
            Eventually.holds(() -> !one.mesh.isClusterAvailable() && !two.mesh.isClusterAvailable());
            redis.unfreeze();
            Eventually.holds(() -> one.mesh.isClusterAvailable() && two.mesh.isClusterAvailable());
            long version = written(two, Map.of("c", 3));
            JsonValue last = get(one.mesh.records().get("note:1")).value().orElseThrow();
            assertFalse(version > 3);
            reach(followers, version, last.toString(), one, two);
        }
    }

    @Test
    void aStoreThatWentBackIsFollowedBack() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = instance(redis)) {
            for (int i = 1; i <= 5; i++) {
                get(one.mesh.records().write("note:1", i));
            }
            List<RecordFollower> followers = follow(one, "note:1");
            reach(followers, 5, "5", one);
            // Like a replica that took over without the last writes.
            redis.command("HSET " + prefix + ":record:{note:1} v 3 d 3");
            redis.command("CLIENT KILL TYPE pubsub");
            reach(followers, 6, "3", one);
            assertEquals(7, written(one, 4));
            reach(followers, 7, "4", one);
        }
    }

    @Test
    void writersGoOnWhenAnInstanceStops() {
        TestInstance leaving = newInstance();
        follow(leaving, "note:1");
        List<RecordFollower> followers = follow(here, "note:1");
        CompletableFuture<?> writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 200; i++) {
                get(there.mesh.records().write("note:1", Map.of("k" + i, i), MergeStrategy.MERGE));
            }
        });
        leaving.close();
        get(writing);
        assertInstanceOf(
                ClusterUnavailableException.class,
                failure(leaving.mesh.records().write("note:1", 1)));
        for (RecordFollower follower : followers) {
            Eventually.holds(() -> follower.version() == 200);
            assertEquals(200, follower.value().asJsonObject().size());
        }
    }

    @Test
    void longWritesAreNotStarvedByShortOnes() {
        String large = "x".repeat(200_000);
        get(here.mesh.records().write("note:1", Map.of("large", large)));
        List<CompletionStage<Long>> written = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> {
            written.add(here.mesh.records().write("note:1", Map.of("h" + i, i), MergeStrategy.MERGE));
            written.add(there.mesh.records().write("note:1", Map.of("t" + i, i), MergeStrategy.MERGE));
        });
        written.forEach(Eventually::get);
        assertEquals(201, get(there.mesh.records().get("note:1")).version());
    }
}
