package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;

import io.meshws.CommandException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Two instances, with helpers for tests of most features. */
abstract class MeshSetting extends TwoInstances {
    /** Long enough for every test. */
    static final Duration LONG = Duration.ofSeconds(30);

    static String code(CompletionStage<?> stage) {
        return ((CommandException) failure(stage)).code();
    }
}
