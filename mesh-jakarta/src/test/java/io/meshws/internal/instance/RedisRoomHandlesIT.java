package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.protocol.Change;
import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedisRoomHandlesIT extends RoomHandlesContract {
    @Override
    TestInstance newInstance() {
        return onRedis(MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Test
    void aNamespaceIsListedFromTheStoreWithoutLookingThroughAllKeys() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                Cable cable = new Cable(URI.create(redis.uri()));
                TestInstance listing = onRedis(redis.uri(), MeshConfig.builder());
                TestInstance silent = onRedis(cable.uri().toString(), MeshConfig.builder())) {
            get(silent.mesh.room("chat", "general").join(silent.connect().id()));
            get(listing.mesh.room("chat", "support").join(listing.connect().id()));
            cable.shut();
            assertEquals(Set.of("general", "support"), get(listing.mesh.rooms().keys("chat")), "nobody has to answer");
            String commands = redis.text("INFO commandstats");
            for (String command : Set.of("keys", "scan", "sscan", "hscan", "zscan")) {
                assertFalse(commands.contains("cmdstat_" + command + ":"), commands);
            }
        }
    }

    @Test
    void theRoomAndItsStateSurviveTheDeathOfAnInstance() {
        MeshConfig.Builder settings = MeshConfig.builder().set(MeshProperty.INSTANCE_LEASE, Duration.ofSeconds(2));
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance dying = onRedis(cable.uri().toString(), settings)) {
            String survivor = here.connect().id();
            String lost = dying.connect().id();
            get(here.mesh.room("chat", "general").join(survivor));
            get(dying.mesh.room("chat", "general").join(lost));
            get(dying.mesh.room("chat", "support").join(lost));
            get(dying.mesh.room("chat", "general").state().change(Change.increment("/visits", 2)));
            assertEquals(2, get(here.mesh.room("chat", "general").size()));
            cable.shut();
            Eventually.holds(() -> {
                here.mesh.tick();
                return get(there.mesh.room("chat", "general").members()).equals(Set.of(survivor));
            });
            assertEquals(Set.of("general"), get(here.mesh.rooms().keys("chat")));
            Optional<JsonValue> state = get(there.mesh
                            .room("chat", "general")
                            .state()
                            .change(Change.increment("/visits", 1)))
                    .value();
            assertEquals(Optional.of(json("{\"visits\":3}")), state);
        }
    }
}
