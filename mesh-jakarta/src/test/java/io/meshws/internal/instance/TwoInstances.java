package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.protocol.Json;
import io.meshws.testing.Clusters;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two instances, or one that plays both if the engine supports only one. */
abstract class TwoInstances {
    protected TestInstance here;
    protected TestInstance there;

    abstract TestInstance newInstance();

    abstract boolean hasSeveral();

    /** Sets an instance up before the test. */
    void prepare(TestInstance instance) {}

    @BeforeEach
    void start() {
        here = newInstance();
        there = hasSeveral() ? newInstance() : here;
        all().forEach(this::prepare);
    }

    @AfterEach
    void stop() {
        List.of(here.mesh.stop(), there.mesh.stop()).forEach(Eventually::get);
    }

    /** Each instance once. */
    final List<TestInstance> all() {
        return hasSeveral() ? List.of(here, there) : List.of(here);
    }

    static TestInstance onMemory(MeshConfig.Builder settings) {
        return new TestInstance(Clusters.memory(), settings.build());
    }

    static MeshConfig withRedis(String uri, String prefix, Duration timeout, MeshConfig.Builder settings) {
        return settings.set(MeshProperty.REDIS_URI, RedisUri.parse(uri))
                .set(MeshProperty.REDIS_PREFIX, prefix)
                .set(MeshProperty.REDIS_TIMEOUT, timeout)
                .build();
    }

    static JsonValue json(String text) {
        return Json.readTrusted(text);
    }

    static String code(JsonValue reply) {
        return reply.asJsonObject().getString("code");
    }
}
