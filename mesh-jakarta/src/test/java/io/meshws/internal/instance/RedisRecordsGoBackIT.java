package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.RecordConflictException;
import io.meshws.RecordSnapshot;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.RecordFollower;
import io.meshws.testing.Setback.Way;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Redis goes back to an earlier state: records that it acknowledges afterwards stay, and everybody is told. */
class RedisRecordsGoBackIT extends SetbackSetting {
    /** Adds members with these names, and returns the last version. */
    private static long written(String recordId, String name, int count, TestInstance... writers) {
        long version = 0;
        for (int i = 0; i < count; i++) {
            Map<String, Integer> member = Map.of(name + i, i);
            TestInstance writer = writers[i % writers.length];
            version = acknowledged(() -> writer.mesh.records().write(recordId, member, MergeStrategy.MERGE));
        }
        return version;
    }

    private List<RecordFollower> follow(String recordId, TestInstance... instances) {
        List<RecordFollower> followers = new ArrayList<>();
        for (TestInstance instance : instances) {
            for (String mode : List.of("patch", "full")) {
                TestClient client = instance.connect();
                String payload = "{\"recordId\":\"" + recordId + "\",\"mode\":\"" + mode + "\"}";
                // The instance may be about to find out that Redis is back.
                eventually(() -> client.call("mesh/subscribe-record", payload)
                        .asJsonObject()
                        .getBoolean("success", false));
                followers.add(new RecordFollower(client, recordId));
            }
        }
        return followers;
    }

    private void reach(List<RecordFollower> followers, long version) {
        followers.forEach(follower -> eventually(() -> follower.version() == version));
    }

    private static void assertHas(JsonObject value, String name, int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(value.containsKey(name + i), () -> name + " in " + value);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void writesAcknowledgedAfterwardsStayAndReachEverySubscriber(Way way) {
        start(way);
        for (int round = 1; round <= (way == Way.FAILOVER ? 1 : 3); round++) {
            String followed = "followed" + round;
            String elsewhere = "elsewhere" + round;
            for (String id : List.of(followed, elsewhere)) {
                written(id, "before", 3, one, two);
            }
            List<RecordFollower> followers = follow(followed, one, two);
            // Nobody at the other instance knows how far this one came.
            followers.addAll(follow(elsewhere, two));
            redis.remember();
            long told = written(followed, "lost", 5, two);
            assertEquals(told, written(elsewhere, "lost", 5, two));
            reach(followers, told);
            redis.goBack();
            for (String id : List.of(followed, elsewhere)) {
                written(id, "after", 7, one);
                written(id, "later", 6, two, one);
            }
            allAvailable();
            for (String id : List.of(followed, elsewhere)) {
                long last = written(id, "last", 2, one, two);
                RecordSnapshot now = acknowledged(() -> one.mesh.records().get(id));
                assertEquals(last, now.version());
                assertTrue(last > told);
                JsonObject value = now.value().orElseThrow().asJsonObject();
                assertHas(value, "before", 3);
                assertHas(value, "after", 7);
                assertHas(value, "later", 6);
                assertHas(value, "last", 2);
                for (RecordFollower follower : followers) {
                    if (follower.recordId().equals(id)) {
                        eventually(() -> follower.version() == last);
                        assertEquals(value, follower.value());
                    }
                }
            }
            followers.forEach(follower -> follower.client().vanish());
        }
    }

    /** A client that was told a version and writes on top of it never writes on top of anything else. */
    @ParameterizedTest
    @CsvSource({"RESTART,2", "IN_PLACE,2", "FAILOVER,2", "RESTART,0", "IN_PLACE,0", "FAILOVER,0"})
    void aVersionThatWasTakenBackIsNotGivenAgain(Way way, int written) {
        start(way);
        written("r", "before", 3, two);
        List<RecordFollower> followers = follow("r", two);
        redis.remember();
        long told = written("r", "lost", 2, two);
        assertEquals(5, told);
        reach(followers, told);
        redis.goBack();
        allAvailable();
        // As many as were lost: the other instance doesn't know of those.
        written("r", "after", written, one);
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        // The connections that Redis ended may be noticed one by one.
        eventually(() -> {
            refusal.set(failure(two.mesh.records().write("r", Map.of("lost", "update"), MergeStrategy.REPLACE, told)));
            return !(refusal.get() instanceof ClusterUnavailableException);
        });
        assertInstanceOf(RecordConflictException.class, refusal.get());
        long last = written("r", "last", 1, two);
        assertTrue(last > told);
        reach(followers, last);
        JsonObject value = acknowledged(() -> one.mesh.records().get("r"))
                .value()
                .orElseThrow()
                .asJsonObject();
        assertHas(value, "before", 3);
        assertHas(value, "after", written);
        followers.forEach(follower -> assertEquals(value, follower.value()));
    }
}
