package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.protocol.Json;
import io.meshws.testing.Clusters;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two instances with exposed channels, or one that plays both, with helpers for tests. */
abstract class ChannelsSetting {
    protected TestInstance here;

    protected TestInstance there;

    abstract TestInstance newInstance();

    abstract boolean hasSeveral();

    static TestInstance onMemory() {
        return new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    }

    static TestInstance onRedis(String uri, String prefix, Duration timeout) {
        MeshConfig config = MeshConfig.builder()
                .set(MeshProperty.REDIS_URI, RedisUri.parse(uri))
                .set(MeshProperty.REDIS_PREFIX, prefix)
                .set(MeshProperty.REDIS_TIMEOUT, timeout)
                .build();
        return TestInstance.onRedis(config);
    }

    @BeforeEach
    void start() {
        here = newInstance();
        there = hasSeveral() ? newInstance() : here;
        List.of(here, there)
                .forEach(instance -> instance.mesh.channels().expose(Pattern.compile("chat:.*"), Guard.ANYONE, 5));
    }

    @AfterEach
    void stop() {
        List.of(here.mesh.stop(), there.mesh.stop()).forEach(Eventually::get);
    }

    static JsonObject subscribe(TestClient client, String channel, String more) {
        return client.call("mesh/subscribe-channel", "{\"channel\":" + Json.quote(channel) + more + "}")
                .asJsonObject();
    }

    static List<String> texts(JsonValue array) {
        return ((JsonArray) array).getValuesAs(JsonString::getString);
    }

    static List<String> messages(TestClient client) {
        return client.events("mesh/subscription-message").stream()
                .map(payload -> payload.asJsonObject().getString("message"))
                .toList();
    }

    static void awaitMessages(TestClient client, List<String> expected) {
        Eventually.holds(() -> messages(client).size() >= expected.size());
        assertEquals(expected, messages(client));
    }

    static JsonObject history(TestClient client, String more) {
        return client.call("mesh/get-channel-history", "{\"channel\":\"chat:1\"" + more + "}")
                .asJsonObject();
    }

    void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            assertEquals(i, get((i % 2 == 0 ? here : there).mesh.channels().publish("chat:1", "m" + i)));
        }
    }
}
