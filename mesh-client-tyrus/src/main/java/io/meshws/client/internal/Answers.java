package io.meshws.client.internal;

import io.meshws.client.MeshClientException;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.runtime.Promise;
import io.meshws.client.internal.topic.Payload;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.BindingException;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Turns replies into results for the application. Each method throws {@link MeshClientException} for a failure. */
final class Answers {
    private Answers() {}

    static JsonValue value(Reply reply) {
        if (reply instanceof Reply.Value value) {
            return value.payload();
        }
        throw ((Reply.Failure) reply).exception();
    }

    static Void nothing(Reply reply) {
        value(reply);
        return null;
    }

    static Boolean flag(Reply reply) {
        return value(reply) == JsonValue.TRUE;
    }

    /** Promises of a boolean. */
    static Function<CompletableFuture<Reply>, CompletableFuture<Boolean>> flags(Executor executor) {
        return reply -> Promise.of(reply, Answers::flag, executor, () -> {});
    }

    /** Promises of nothing. */
    static Function<CompletableFuture<Reply>, CompletableFuture<Void>> done(Executor executor) {
        return reply -> Promise.of(reply, Answers::nothing, executor, () -> {});
    }

    // The caller names the type that the reply is bound to.
    @SuppressWarnings("unchecked")
    static <T> T bound(Reply reply, Type type, String command, JsonBinding binding) {
        JsonValue payload = value(reply);
        if (type == Void.class || type == void.class) {
            return null;
        }
        try {
            return (T) binding.bind(payload, type);
        } catch (BindingException e) {
            throw MeshClientException.of(
                    ErrorCode.EPAYLOAD.body("The reply to \"" + command + "\" does not fit " + type.getTypeName() + ": "
                            + e.getMessage()),
                    e);
        }
    }

    /** The member "metadata" of a reply. */
    static <T> T metadata(Reply reply, Class<T> type, String command, JsonBinding binding) {
        JsonValue metadata = Payload.object(value(reply)).getOrDefault("metadata", JsonValue.NULL);
        return bound(new Reply.Value(metadata, 0), type, command, binding);
    }
}
