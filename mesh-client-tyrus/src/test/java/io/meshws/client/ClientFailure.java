package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshws.testing.Eventually;
import java.util.concurrent.CompletionStage;

/** The exception of a call that fails. */
final class ClientFailure {
    private ClientFailure() {}

    static MeshClientException of(CompletionStage<?> call) {
        return assertInstanceOf(MeshClientException.class, Eventually.failure(call));
    }
}
