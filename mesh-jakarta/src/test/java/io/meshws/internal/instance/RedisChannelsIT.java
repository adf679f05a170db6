package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.meshws.ClusterUnavailableException;
import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedisChannelsIT extends ChannelsContract {
    @Override
    TestInstance newInstance() {
        return instance(EmbeddedRedis.shared(), Duration.ofSeconds(5));
    }

    private TestInstance instance(EmbeddedRedis redis) {
        return instance(redis, Duration.ofSeconds(1));
    }

    private TestInstance instance(EmbeddedRedis redis, Duration timeout) {
        TestInstance instance = onRedis(redis.uri(), timeout, MeshConfig.builder());
        instance.mesh.channels().expose("kept", Guard.ANYONE, 100);
        return instance;
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    private static List<String> numbered(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "m" + i).toList();
    }

    @Test
    void anInstanceWithoutSubscribersLeavesTheChannel() {
        EmbeddedRedis redis = EmbeddedRedis.shared();
        String instances = prefix + ":channel:{kept}:instances";
        TestClient a = here.connect();
        TestClient b = here.connect();
        subscribe(a, "kept", "");
        subscribe(b, "kept", "");
        subscribe(there.connect(), "kept", "");
        assertEquals(":2", redis.command("HLEN " + instances));
        a.vanish();
        b.call("mesh/unsubscribe-channel", "{\"channel\":\"kept\"}");
        Eventually.holds(() -> redis.command("HLEN " + instances).equals(":1"));
        get(there.mesh.stop());
        assertEquals(":0", redis.command("HLEN " + instances));
    }

    @Test
    void aSubscriptionThatNobodyHereWantsEndsWithTheNextMessage() {
        EmbeddedRedis redis = EmbeddedRedis.shared();
        String instances = prefix + ":channel:{kept}:instances";
        redis.command("HSET " + instances + " " + prefix + ":bus:{" + here.mesh.instanceId() + "} 0");
        get(there.mesh.channels().publish("kept", "stray"));
        Eventually.holds(() -> redis.command("HLEN " + instances).equals(":0"));
    }

    @Test
    void aMessageThatAnInstanceDidNotHearIsReadFromTheHistory() {
        EmbeddedRedis redis = EmbeddedRedis.shared();
        String instances = prefix + ":channel:{kept}:instances";
        TestClient a = here.connect();
        subscribe(a, "kept", "");
        get(there.mesh.channels().publish("kept", "m1"));
        Eventually.holds(() -> messages(a).size() == 1);
        String bus = prefix + ":bus:{" + here.mesh.instanceId() + "}";
        redis.command("HDEL " + instances + " " + bus);
        get(there.mesh.channels().publish("kept", "m2"));
        get(there.mesh.channels().publish("kept", "m3"));
        redis.command("HSET " + instances + " " + bus + " 1");
        get(there.mesh.channels().publish("kept", "m4"));
        Eventually.holds(() -> messages(a).size() == 4);
        assertEquals(numbered(1, 4), messages(a));
    }

    @Test
    void ofMessagesThatAnInstanceDidNotHearThoseThatAreKeptArrive() {
        EmbeddedRedis redis = EmbeddedRedis.shared();
        String instances = prefix + ":channel:{kept}:instances";
        TestClient a = here.connect();
        subscribe(a, "kept", "");
        get(there.mesh.channels().publish("kept", "m1"));
        Eventually.holds(() -> messages(a).size() == 1);
        String bus = prefix + ":bus:{" + here.mesh.instanceId() + "}";
        redis.command("HDEL " + instances + " " + bus);
        for (int i = 2; i <= 6; i++) {
            get(there.mesh.channels().publish("kept", "m" + i, 3));
        }
        redis.command("HSET " + instances + " " + bus + " 1");
        get(there.mesh.channels().publish("kept", "m7", 3));
        Eventually.holds(() -> messages(a).contains("m7"));
        assertEquals(List.of("m1", "m5", "m6", "m7"), messages(a));
    }

    @Test
    void whenRedisComesBackEmptySubscriptionsAreThereAndTheEpochIsAnother() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = instance(redis);
                TestInstance two = instance(redis)) {
            TestClient a = one.connect();
            TestClient b = two.connect();
            subscribe(a, "kept", "");
            subscribe(b, "kept", "");
            get(one.mesh.channels().publish("kept", "before"));
            get(one.mesh.channels().publish("kept", "before"));
            Eventually.holds(() -> messages(a).size() == 2 && messages(b).size() == 2);
            JsonObject before = subscribe(a, "kept", "");

            redis.kill();
            Eventually.holds(() -> !one.mesh.isClusterAvailable() && !two.mesh.isClusterAvailable());
            assertInstanceOf(
                    ClusterUnavailableException.class,
                    failure(one.mesh.channels().publish("kept", "lost")));
            assertEquals("EUNAVAILABLE", subscribe(a, "kept", "").getString("code"));
            assertEquals("EUNAVAILABLE", subscribe(one.connect(), "kept", "").getString("code"));
            redis.start();
            Eventually.holds(one.mesh::isClusterAvailable);
            assertEquals(1L, get(one.mesh.channels().publish("kept", "m1")));
            Eventually.holds(two.mesh::isClusterAvailable);
            assertEquals(2L, get(two.mesh.channels().publish("kept", "m2")));
            for (TestClient client : List.of(a, b)) {
                TestInstance.eventually(() -> messages(client).size() == 4, one, two);
                assertEquals(List.of("before", "before", "m1", "m2"), messages(client));
            }
            JsonObject after = subscribe(
                    one.connect(),
                    "kept",
                    ",\"historyLimit\":9,\"since\":{\"offset\":1,\"epoch\":\"%s\"}"
                            .formatted(before.getString("epoch")));
            assertNotEquals(before.getString("epoch"), after.getString("epoch"));
            assertFalse(after.getBoolean("recovered"));
            assertEquals(List.of("m2", "m1"), texts(after.get("history")));
        }
    }

    @Test
    void publicationsWhileAnInstanceWasAwayArriveLate() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = instance(redis);
                TestInstance two = instance(redis)) {
            TestClient a = one.connect();
            TestClient b = two.connect();
            subscribe(a, "kept", "");
            subscribe(b, "kept", "");
            for (int i = 1; i <= 20; i++) {
                publishUntilItSucceeds(one, "m" + i);
                if (i % 5 == 0) {
                    // Cuts the connections on which the instances listen; an instance that publishes may not notice at
                    // once.
                    redis.command("CLIENT KILL TYPE pubsub");
                }
            }
            List<String> kept = kept(one);
            for (TestClient client : List.of(a, b)) {
                Eventually.holds(() -> messages(client).size() == kept.size());
                assertEquals(kept, messages(client));
            }
        }
    }

    private static void publishUntilItSucceeds(TestInstance instance, String message) {
        Eventually.holds(() -> {
            instance.mesh.tick();
            return instance.mesh
                    .channels()
                    .publish("kept", message)
                    .handle((offset, failure) -> failure == null)
                    .toCompletableFuture()
                    .join();
        });
    }

    private static List<String> kept(TestInstance instance) {
        List<String> kept = new ArrayList<>();
        // The instance may not have noticed yet that its connections were cut.
        Eventually.holds(() -> instance.mesh
                .channels()
                .history("kept", 100)
                .handle((messages, failure) -> failure == null && kept.addAll(messages))
                .toCompletableFuture()
                .join());
        Collections.reverse(kept);
        return kept;
    }

    @Test
    void aFrozenRedisFailsOperationsThatNeedItAndLosesNothingThatItKept() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = instance(redis)) {
            TestClient a = one.connect();
            subscribe(a, "kept", "");
            get(one.mesh.channels().publish("kept", "m1"));
            redis.freeze();
            assertInstanceOf(
                    ClusterUnavailableException.class,
                    failure(one.mesh.channels().publish("kept", "unknown")));
            redis.unfreeze();
            publishUntilItSucceeds(one, "after");
            TestInstance.eventually(() -> messages(a).contains("after"), one);
            List<String> kept = kept(one);
            TestInstance.eventually(() -> messages(a).size() == kept.size(), one);
            assertEquals(kept, messages(a));
        }
    }
}
