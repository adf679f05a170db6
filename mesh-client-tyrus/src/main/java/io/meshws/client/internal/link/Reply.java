package io.meshws.client.internal.link;

import io.meshws.client.MeshClientException;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import jakarta.json.JsonValue;

/**
 * The result of a request. A failure becomes an exception only when the application asks for the result, so that the stack trace
 * shows the caller.
 */
public sealed interface Reply {
    /** The answer to a frame that has none: it was sent. */
    Value NOTHING = new Value(JsonValue.NULL, 0);

    /**
     * The server's result.
     *
     * @param length of the frame that brought it, in characters
     */
    record Value(JsonValue payload, int length) implements Reply {}

    /** The server's error, or the reason why there is no answer. The cause may be null. */
    record Failure(ErrorBody error, Throwable cause) implements Reply {
        public static Failure of(ErrorCode code, String message) {
            return new Failure(code.body(message), null);
        }

        static Failure of(ErrorCode code, String message, Throwable cause) {
            return new Failure(code.body(message), cause);
        }

        public MeshClientException exception() {
            return MeshClientException.of(error, cause);
        }

        public boolean is(ErrorCode code) {
            return code.name().equals(error.code());
        }

        /** Whether the same request may succeed later. */
        public boolean isTemporary() {
            for (ErrorCode code : ErrorCode.values()) {
                if (is(code)) {
                    return code.temporary();
                }
            }
            return false;
        }

        /** Whether there was no connection, rather than a server that refused. */
        public boolean isOfTheLink() {
            return is(ErrorCode.EGONE) || is(ErrorCode.EUNKNOWN);
        }
    }

    static Reply of(JsonValue payload, int length) {
        return ErrorBody.from(payload)
                .<Reply>map(error -> new Failure(error, null))
                .orElseGet(() -> new Value(payload, length));
    }
}
