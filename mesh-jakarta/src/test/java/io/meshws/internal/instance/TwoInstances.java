package io.meshws.internal.instance;

import io.meshws.Authenticator;
import io.meshws.MeshConfig;
import io.meshws.protocol.Json;
import io.meshws.testing.Clusters;
import io.meshws.testing.Departures;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two instances, or one that plays both if the engine supports only one. */
@ExtendWith(Departures.class)
abstract class TwoInstances {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Of all that the instances of this test store in Redis. */
    String prefix = newPrefix();

    protected TestInstance here;
    protected TestInstance there;

    abstract TestInstance newInstance();

    /** Whether the engine supports several instances. */
    boolean hasSeveral() {
        return false;
    }

    /** Sets an instance up before the test. */
    void prepare(TestInstance instance) {}

    @BeforeEach
    void start() {
        here = newInstance();
        there = hasSeveral() ? newInstance() : here;
        all().forEach(this::prepare);
    }

    @AfterEach
    void leave() {
        all().forEach(TestInstance::leave);
    }

    /** In the middle of a test. */
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

    static String newPrefix() {
        return "test-" + UUID.randomUUID();
    }

    /** On the Redis that tests share. */
    final TestInstance onRedis(MeshConfig.Builder settings) {
        return onRedis(EmbeddedRedis.shared().uri(), settings);
    }

    final TestInstance onRedis(String uri, MeshConfig.Builder settings) {
        return onRedis(uri, TIMEOUT, settings);
    }

    final TestInstance onRedis(String uri, Duration timeout, MeshConfig.Builder settings) {
        return TestInstance.onRedis(
                Clusters.withRedis(settings, uri, prefix, timeout).build());
    }

    /** Redis loses a key alone, and the instances learn that it lost something. */
    final void lose(String key) {
        EmbeddedRedis.shared().command("DEL " + key + " " + prefix + ":instances");
    }

    final TestInstance onRedis(MeshConfig.Builder settings, Authenticator authenticator) {
        MeshConfig config = Clusters.withRedis(settings, EmbeddedRedis.shared().uri(), prefix, TIMEOUT)
                .build();
        return TestInstance.onRedis(config, Runnable::run, authenticator);
    }

    static JsonValue json(String text) {
        return Json.readTrusted(text);
    }

    static String code(JsonValue reply) {
        return reply.asJsonObject().getString("code");
    }
}
