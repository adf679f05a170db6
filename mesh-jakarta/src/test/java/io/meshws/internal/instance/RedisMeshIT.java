package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.MeshConfig;
import io.meshws.protocol.Json;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedisMeshIT extends MeshContract {
    @Override
    TestInstance newInstance() {
        return onRedis(MeshConfig.builder());
    }

    private TestInstance instance(EmbeddedRedis redis) {
        return onRedis(redis.uri(), Duration.ofSeconds(1), MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Test
    void withoutRedisLocalWorkGoesOnAndTheRestSaysWhy() {
        try (EmbeddedRedis redis = EmbeddedRedis.absent();
                TestInstance lonely = TestInstance.onAbsentRedis(
                        Clusters.withRedis(MeshConfig.builder(), redis.uri(), prefix, Duration.ofSeconds(1))
                                .build())) {
            TestClient a = lonely.connect();
            lonely.mesh.registry().expose("echo", context -> context.payload());
            assertEquals(Json.string("hi"), a.call("echo", "\"hi\""));
            assertFalse(lonely.mesh.isClusterAvailable());
            assertEquals(
                    "EUNAVAILABLE",
                    a.call("mesh/join-room", "{\"roomName\":\"x\"}")
                            .asJsonObject()
                            .getString("code"));
            assertInstanceOf(ClusterUnavailableException.class, failure(lonely.mesh.broadcast("news", 1)));
            assertEquals("1", a.event("news").toString());

            redis.start();
            Eventually.holds(lonely.mesh::isClusterAvailable);
            Eventually.holds(() -> a.call("mesh/join-room", "{\"roomName\":\"x\"}")
                    .asJsonObject()
                    .containsKey("success"));
            Eventually.holds(() -> get(lonely.mesh.connections().ids()).equals(Set.of(a.id())));
        }
    }

    @Test
    void whenRedisComesBackEmptyEverythingOfTheLivingIsThereAgain() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = instance(redis);
                TestInstance two = instance(redis)) {
            TestClient a = one.connect();
            TestClient b = two.connect();
            TestClient leaver = one.connect();
            get(one.mesh.rooms().add("room", a.id()));
            get(one.mesh.rooms().add("room", b.id()));
            get(one.mesh.rooms().add("room", leaver.id()));
            get(one.mesh.connections().setMetadata(a.id(), Map.of("u", 1)));

            redis.kill();
            Eventually.holds(() -> !one.mesh.isClusterAvailable() && !two.mesh.isClusterAvailable());
            leaver.vanish();
            one.mesh.broadcastRoom("room", "alone", 1);
            assertEquals(1, a.events("alone").size());
            redis.start();

            TestInstance.eventually(() -> one.mesh.isClusterAvailable() && two.mesh.isClusterAvailable(), one, two);
            TestInstance.eventually(
                    () -> get(two.mesh.rooms().members("room")).equals(Set.of(a.id(), b.id())), one, two);
            // Written after the memberships.
            TestInstance.eventually(
                    () -> get(two.mesh.connections().metadata(a.id()))
                            .equals(Optional.of(Json.object().add("u", 1).build())),
                    one,
                    two);
            Eventually.holds(() -> {
                get(two.mesh.broadcastRoom("room", "again", 1));
                return !a.events("again").isEmpty();
            });
            assertEquals(List.of(), b.events("alone"));
        }
    }

    @Test
    void aFrozenRedisFailsOperationsThatNeedItAndNothingElse() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = instance(redis)) {
            TestClient a = one.connect();
            get(one.mesh.rooms().add("before", a.id()));
            redis.freeze();
            assertInstanceOf(
                    ClusterUnavailableException.class, failure(one.mesh.rooms().add("x", a.id())));
            one.mesh.registry().expose("echo", context -> context.payload());
            assertEquals(Json.string("hi"), a.call("echo", "\"hi\""));
            redis.unfreeze();
            Eventually.holds(one.mesh::isClusterAvailable);
            Eventually.holds(() -> {
                one.mesh.tick();
                return one.mesh
                        .rooms()
                        .add("y", a.id())
                        .handle((added, failure) -> failure == null)
                        .toCompletableFuture()
                        .join();
            });
            // The store equals this instance's state, no matter how the failed join ended.
            Eventually.holds(() -> {
                one.mesh.tick();
                Set<String> rooms = get(one.mesh.rooms().roomsOf(a.id()));
                return rooms.equals(Set.of("before", "y")) || rooms.equals(Set.of("before", "x", "y"));
            });
            assertTrue(get(one.mesh.rooms().contains("before", a.id())));
        }
    }
}
