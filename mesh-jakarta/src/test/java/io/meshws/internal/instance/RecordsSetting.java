package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.protocol.Json;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two instances with records, or one that plays both, with helpers for tests. */
abstract class RecordsSetting {
    protected TestInstance here;
    protected TestInstance there;

    abstract TestInstance newInstance();

    abstract boolean hasSeveral();

    @BeforeEach
    void start() {
        here = newInstance();
        there = hasSeveral() ? newInstance() : here;
        for (TestInstance instance : List.of(here, there)) {
            instance.mesh.records().exposeWritable(Pattern.compile("note:.*"));
            instance.mesh.records().expose(Pattern.compile("stat:.*"));
        }
    }

    @AfterEach
    void stop() {
        List.of(here.mesh.stop(), there.mesh.stop()).forEach(Eventually::get);
    }

    static JsonValue json(String text) {
        return Json.readTrusted(text);
    }

    static JsonObject subscribe(TestClient client, String recordId, String mode) {
        return client.call(
                        "mesh/subscribe-record",
                        "{\"recordId\":" + Json.quote(recordId) + ",\"mode\":\"" + mode + "\"}")
                .asJsonObject();
    }

    static JsonObject publish(TestClient client, String recordId, String value, String options) {
        return client.call(
                        "mesh/publish-record-update",
                        "{\"recordId\":" + Json.quote(recordId) + ",\"newValue\":" + value + ",\"options\":" + options
                                + "}")
                .asJsonObject();
    }

    static String code(JsonValue reply) {
        return reply.asJsonObject().getString("code");
    }

    static List<JsonValue> updates(TestClient client) {
        return client.events("mesh/record-update");
    }

    static void awaitUpdates(TestClient client, String... expected) {
        Eventually.holds(() -> updates(client).size() >= expected.length);
        assertEquals(List.of(expected).stream().map(RecordsSetting::json).toList(), updates(client));
    }

    static TestInstance onMemory() {
        return new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    }

    static TestInstance onRedis(EmbeddedRedis redis, String prefix, Duration timeout) {
        MeshConfig config = MeshConfig.builder()
                .set(MeshProperty.REDIS_URI, RedisUri.parse(redis.uri()))
                .set(MeshProperty.REDIS_PREFIX, prefix)
                .set(MeshProperty.REDIS_TIMEOUT, timeout)
                .build();
        return TestInstance.onRedis(config);
    }
}
