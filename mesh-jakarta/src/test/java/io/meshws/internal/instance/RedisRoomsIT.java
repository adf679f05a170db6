package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedisRoomsIT extends RoomsContract {
    @Override
    TestInstance newInstance() {
        return onRedis(settings());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Test
    void aJoinCostsTheSameHoweverManyRoomsThereAre() {
        int rooms = 2000;
        MeshConfig.Builder settings = MeshConfig.builder().set(MeshProperty.MAX_ROOMS, rooms);
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance instance = onRedis(redis.uri(), settings)) {
            TestClient client = instance.connect();
            String longName = "r".repeat(250);
            long before = received(redis);
            for (int i = 0; i < rooms; i++) {
                get(instance.mesh.rooms().add(longName + i, client.id()));
            }
            long bytes = received(redis) - before;
            // The name some four times for each join; the heartbeat is little beside it.
            assertTrue(bytes < rooms * 3000L, bytes + " bytes went to Redis");
            assertEquals(rooms, get(instance.mesh.rooms().roomsOf(client.id())).size());
            assertEquals(rooms, get(instance.mesh.rooms().names()).size());
            client.vanish();
            Eventually.holds(
                    () -> redis.command("KEYS " + prefix + ":*memberships*").equals("*0"));
            assertEquals("*0", redis.command("KEYS " + prefix + ":room:*"));
        }
    }

    @Test
    void aDeadClientLeavesMoreRoomsThanAreCleanedUpAtOnce() {
        MeshConfig.Builder settings = MeshConfig.builder().set(MeshProperty.INSTANCE_LEASE, Duration.ofSeconds(2));
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance dying = onRedis(cable.uri().toString(), settings)) {
            String id = dying.connect().id();
            IntStream.range(0, 2500)
                    .mapToObj(i -> dying.mesh
                            .rooms()
                            .add(
                                    "room" + i % 900,
                                    i < 900 ? id : dying.connect().id()))
                    .toList()
                    .forEach(Eventually::get);
            assertEquals(900, get(here.mesh.rooms().roomsOf(id)).size());
            cable.shut();
            Eventually.holds(() -> {
                here.mesh.tick();
                return EmbeddedRedis.shared()
                        .command("KEYS " + prefix + ":*" + dying.mesh.instanceId() + "*")
                        .equals("*0");
            });
            assertEquals(Set.of(), get(here.mesh.rooms().roomsOf(id)));
            assertEquals(Set.of(), get(here.mesh.rooms().names()));
            assertEquals("*0", EmbeddedRedis.shared().command("KEYS " + prefix + ":room:*"));
        }
    }

    private static long received(EmbeddedRedis redis) {
        return redis.text("INFO stats")
                .lines()
                .filter(line -> line.startsWith("total_net_input_bytes:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }
}
