package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;

import io.meshws.CommandException;
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
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two instances, or one that plays both if the engine supports only one, with helpers for tests. */
abstract class MeshSetting {
    /** Long enough for every test. */
    static final Duration LONG = Duration.ofSeconds(30);

    protected TestInstance here;
    protected TestInstance there;

    abstract TestInstance newInstance();

    abstract boolean hasSeveral();

    @BeforeEach
    void start() {
        here = newInstance();
        there = hasSeveral() ? newInstance() : here;
    }

    @AfterEach
    void stop() {
        List.of(here.mesh.stop(), there.mesh.stop()).forEach(Eventually::get);
    }

    static TestInstance onMemory(MeshConfig.Builder config) {
        return new TestInstance(Clusters.memory(), config.build());
    }

    /** Returns when the instance has joined. */
    static TestInstance onRedis(String uri, String prefix, MeshConfig.Builder settings) {
        return TestInstance.onRedis(withRedis(uri, prefix, settings));
    }

    static MeshConfig withRedis(String uri, String prefix, MeshConfig.Builder settings) {
        return settings.set(MeshProperty.REDIS_URI, RedisUri.parse(uri))
                .set(MeshProperty.REDIS_PREFIX, prefix)
                .set(MeshProperty.REDIS_TIMEOUT, Duration.ofSeconds(5))
                .build();
    }

    static JsonValue json(String text) {
        return Json.readTrusted(text);
    }

    static String code(CompletionStage<?> stage) {
        return ((CommandException) failure(stage)).code();
    }

    static String code(JsonValue reply) {
        return reply.asJsonObject().getString("code");
    }
}
