package io.meshws.client;

import io.meshws.protocol.ErrorBody;
import jakarta.json.JsonValue;

/**
 * What a request came to. It becomes an exception only where the application sees it, so that the stack trace shows
 * who asked.
 */
sealed interface Reply {
    /** The server's result. */
    record Value(JsonValue payload) implements Reply {}

    /** The server's error, or the reason why there is no answer. The cause may be null. */
    record Failure(ErrorBody error, Throwable cause) implements Reply {
        MeshClientException exception() {
            return new MeshClientException(error, cause);
        }
    }

    static Reply of(JsonValue payload) {
        return ErrorBody.from(payload)
                .<Reply>map(error -> new Failure(error, null))
                .orElseGet(() -> new Value(payload));
    }
}
