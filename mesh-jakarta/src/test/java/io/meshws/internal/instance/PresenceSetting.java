package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Two instances with tracked rooms, or one that plays both, with helpers for tests. */
abstract class PresenceSetting extends TwoInstances {
    static final String LOBBY = "{\"roomName\":\"lobby\"}";

    /** Clients are never considered dead because of their pings. */
    static MeshConfig.Builder patient() {
        return MeshConfig.builder()
                .set(MeshProperty.MAX_MISSED_PONGS, 1_000_000)
                .set(MeshProperty.MAX_PRESENCE_STATE, 100);
    }

    static void track(TestInstance instance) {
        instance.mesh.presence().track("lobby");
        instance.mesh.presence().track(Pattern.compile("short:.*"), Duration.ofMillis(700));
        instance.mesh
                .presence()
                .track("secret", (connection, room) -> connection.path().equals("/admin"));
        instance.mesh.presence().track("broken", (connection, room) -> {
            throw new IllegalStateException("guard");
        });
        instance.mesh.presence().identify(connection -> Optional.ofNullable(
                        connection.headers().get("user"))
                .map(names -> names.get(0)));
    }

    static TestInstance onMemory() {
        return onMemory(patient());
    }

    /** On the Redis that tests share. */
    final TestInstance onRedis() {
        return onRedis(EmbeddedRedis.shared().uri());
    }

    final TestInstance onRedis(String uri) {
        return onRedis(uri, Duration.ofSeconds(1));
    }

    final TestInstance onRedis(String uri, Duration timeout) {
        return onRedis(uri, timeout, patient().set(MeshProperty.INSTANCE_LEASE, Duration.ofSeconds(3)));
    }

    /** A client whose connections belong to the user. */
    static TestClient connect(TestInstance instance, String user) {
        return instance.connect(Map.of("user", List.of(user)));
    }

    @Override
    void prepare(TestInstance instance) {
        track(instance);
    }

    /** Lets time pass for the instances until it holds. */
    void passing(BooleanSupplier condition) {
        Eventually.holds(() -> {
            for (TestInstance each : all()) {
                each.clock.advance(Duration.ofSeconds(1));
                each.mesh.tick();
            }
            return condition.getAsBoolean();
        });
    }

    static JsonObject subscribe(TestClient client, String room) {
        return subscribe(client, room, "");
    }

    static JsonObject subscribe(TestClient client, String room, String more) {
        return client.call("mesh/subscribe-presence", "{\"roomName\":\"" + room + "\"" + more + "}")
                .asJsonObject();
    }

    static Set<String> present(JsonObject reply) {
        return reply.getJsonArray("present").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.toSet());
    }

    static List<String> updates(TestClient client) {
        return client.events("mesh/presence-update").stream()
                .map(JsonValue::asJsonObject)
                .map(update -> update.getString("type")
                        + (update.containsKey("connectionId") ? " " + update.getString("connectionId") : "")
                        + (update.containsKey("userId") ? " " + update.getString("userId") : "")
                        + (update.containsKey("state") ? " " + update.get("state") : ""))
                .toList();
    }

    static JsonValue publish(TestClient client, String room, String more) {
        return client.call("mesh/publish-presence-state", "{\"roomName\":\"" + room + "\"," + more + "}");
    }

    /** Fails if a join or leave is announced twice. */
    static void apply(Set<String> present, String update) {
        String id = update.substring(update.indexOf(' ') + 1);
        if (update.startsWith("join")) {
            assertTrue(present.add(id), update);
        } else if (update.startsWith("leave")) {
            assertTrue(present.remove(id), update);
        }
    }
}
