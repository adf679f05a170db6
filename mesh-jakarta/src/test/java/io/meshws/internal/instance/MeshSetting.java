package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;

import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Two instances, with helpers for tests of most features. */
abstract class MeshSetting extends TwoInstances {
    /** Long enough for every test. */
    static final Duration LONG = Duration.ofSeconds(30);

    /** Returns when the instance has joined. */
    static TestInstance onRedis(String uri, String prefix, MeshConfig.Builder settings) {
        return TestInstance.onRedis(withRedis(uri, prefix, settings));
    }

    static MeshConfig withRedis(String uri, String prefix, MeshConfig.Builder settings) {
        return withRedis(uri, prefix, Duration.ofSeconds(5), settings);
    }

    static String code(CompletionStage<?> stage) {
        return ((CommandException) failure(stage)).code();
    }
}
