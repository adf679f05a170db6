package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.meshws.internal.cluster.redis.RedisCluster;
import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Instances that were cut off from Redis and come back. */
class ReturningInstancesIT extends DyingSetting {
    @Test
    void anInstanceThatWasDeclaredDeadAndComesBackIsThereAgain() {
        Cable cable = cable();
        TestInstance here = instance();
        TestInstance paused = instance(cable.uri().toString());
        TestClient a = paused.connect();
        get(paused.mesh.rooms().add("lobby", a.id()));
        get(paused.mesh.connections().setMetadata(a.id(), Map.of("u", 1)));
        cable.shut();
        Eventually.holds(() -> {
            here.mesh.tick();
            return get(here.mesh.rooms().members("lobby")).isEmpty();
        });
        cable.open();
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
    void aReturningInstanceWaitsUntilNobodyCleansUpAfterIt() {
        Cable cable = cable();
        TestInstance paused = instance(cable.uri().toString());
        TestClient a = paused.connect();
        get(paused.mesh.rooms().add("lobby", a.id()));
        RedisCluster cleaner = cleaner();
        cable.shut();
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
        cable.open();
        // A cleaner that doesn't finish loses its claim after a lease, even if nobody else is there to continue.
        Eventually.holds(paused.mesh::isClusterAvailable);
        announced.complete(null);
        Eventually.holds(() -> get(cleaner.instances().living()).contains(paused.mesh.instanceId()));
        Eventually.holds(() -> get(cleaner.rooms().members("lobby")).equals(Set.of(a.id())));
    }

    @Test
    void whenNobodyReachedRedisNobodyIsDead() {
        EmbeddedRedis redis = EmbeddedRedis.started();
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
            // Commands of these wait, and are carried out late.
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
}
