package io.meshws.client;

import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.binding.BindingException;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.bind.JsonbException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests of the application: payload to frame, reply to result, and the time-out between them. Thread-safe. */
final class Calls {
    private final JsonBinding binding;
    private final ClientThreads threads;

    Calls(JsonBinding binding, ClientThreads threads) {
        this.binding = binding;
        this.threads = threads;
    }

    /** Never throws but for a bad name: whatever goes wrong completes the future, on a callback thread. */
    <T> CompletableFuture<T> async(Connection connection, String command, Object payload, Type type, Duration timeout) {
        checkName(command);
        String text;
        try {
            text = text(payload);
        } catch (MeshClientException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        CompletableFuture<T> result = new CompletableFuture<>();
        reply.thenAcceptAsync(
                received -> {
                    try {
                        result.complete(this.<T>bind(received, type, command));
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                },
                threads);
        long id = connection.call(command, text, reply);
        Future<?> timer = threads.after(timeout, () -> reply.complete(timedOut(command, timeout)));
        // However it ends: cancelled and completed by the application included.
        result.whenComplete((value, error) -> {
            connection.calls().forget(id);
            timer.cancel(false);
        });
        return result;
    }

    /** Waits on this thread; the network thread hands the reply over directly. */
    <T> T sync(Connection connection, String command, Object payload, Type type, Duration timeout) {
        checkName(command);
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        long id = connection.call(command, text(payload), reply);
        try {
            return bind(
                    await(reply, "The reply to \"" + command + "\"", timedOut(command, timeout), timeout),
                    type,
                    command);
        } finally {
            connection.calls().forget(id);
        }
    }

    /** The value, or the failure given where it did not come in time. */
    static Reply await(CompletableFuture<Reply> reply, String what, Reply.Failure timedOut, Duration timeout) {
        try {
            return reply.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return timedOut;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Failure(ErrorCode.ETIMEOUT.body(what + " was not waited for: interrupted"), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    String text(Object payload) {
        try {
            return binding.toText(payload);
        } catch (JsonbException e) {
            throw new MeshClientException(
                    ErrorCode.EPAYLOAD.body("The payload cannot be written as JSON: " + e.getMessage()), e);
        }
    }

    static void checkName(String command) {
        if (command.isEmpty() || command.length() > FrameReader.MAX_COMMAND_LENGTH) {
            throw new IllegalArgumentException(
                    "A name must have 1 to " + FrameReader.MAX_COMMAND_LENGTH + " characters");
        }
    }

    static MeshClientException notConnected() {
        return new MeshClientException(ErrorCode.EGONE, "Not connected: call connect() first");
    }

    // The caller names the type that the reply is bound to.
    @SuppressWarnings("unchecked")
    private <T> T bind(Reply reply, Type type, String command) {
        if (reply instanceof Reply.Failure failure) {
            throw failure.exception();
        }
        if (type == Void.class || type == void.class) {
            return null;
        }
        try {
            return (T) binding.bind(((Reply.Value) reply).payload(), type);
        } catch (BindingException e) {
            throw new MeshClientException(
                    ErrorCode.EPAYLOAD.body("The reply to \"" + command + "\" does not fit " + type.getTypeName() + ": "
                            + e.getMessage()),
                    e);
        }
    }

    private static Reply.Failure timedOut(String command, Duration timeout) {
        return new Reply.Failure(
                ErrorCode.ETIMEOUT.body(
                        "No reply to \"" + command + "\" within " + TimeUnit.MILLISECONDS.convert(timeout) + " ms"),
                null);
    }
}
