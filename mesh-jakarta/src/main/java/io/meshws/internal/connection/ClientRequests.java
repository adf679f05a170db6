package io.meshws.internal.connection;

import io.meshws.CommandException;
import io.meshws.internal.host.AppStages;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.binding.BindingException;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The requests of this server to its clients that wait for an answer. Each ends once: by the answer, its time-out, its
 * cancellation or the end of the connection.
 */
public final class ClientRequests {
    private final JsonBinding json;
    private final AppStages stages;
    private final LongSupplier nanos;
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentHashMap<String, Request> waiting = new ConcurrentHashMap<>();

    public ClientRequests(JsonBinding json, AppStages stages, LongSupplier nanos) {
        this.json = json;
        this.stages = stages;
        this.nanos = nanos;
    }

    <T> CompletableFuture<T> request(
            Connection connection, String command, Object payload, Type type, Duration timeout) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(timeout, "timeout");
        return typed(ask(connection, BuiltIn.checkApplicationName(command), json.toText(payload), timeout), type);
    }

    /** Asks with a payload that already is JSON text; returns the answer's payload unchanged. */
    public CompletableFuture<JsonValue> ask(Connection connection, String command, String payload, Duration timeout) {
        String id = Frame.SERVER_ID + Long.toString(ids.incrementAndGet(), Character.MAX_RADIX);
        Request request = new Request(id, connection, nanos.getAsLong() + TimeUnit.NANOSECONDS.convert(timeout));
        waiting.put(id, request);
        request.answer.whenComplete((answer, failure) -> {
            waiting.remove(id);
            connection.inFlight().end(request);
        });
        if (connection.inFlight().isFull()) {
            request.answer.completeExceptionally(
                    new CommandException(ErrorCode.EBUSY, "Too many commands of this connection are in flight"));
            return request.answer;
        }
        connection.inFlight().begin(request);
        if (!connection.sendFrame(FrameText.serverCall(id, command, payload))) {
            request.abandon();
        }
        return request.answer;
    }

    /** The answer as a Java type, for the application; cancelling the result cancels the request. */
    public <T> CompletableFuture<T> typed(CompletableFuture<JsonValue> answer, Type type) {
        CompletableFuture<T> result = new CompletableFuture<>();
        BiConsumer<JsonValue, Throwable> end = (value, failure) -> end(result, value, failure, type);
        answer.whenComplete(answer.isDone() ? end : stages.handingOver("MeshConnection.request", end));
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                answer.cancel(false);
            }
        });
        return result;
    }

    @SuppressWarnings("unchecked")
    private <T> void end(CompletableFuture<T> result, JsonValue value, Throwable failure, Type type) {
        if (failure != null) {
            result.completeExceptionally(failure);
            return;
        }
        try {
            result.complete((T) json.bind(value, type));
        } catch (BindingException e) {
            result.completeExceptionally(new CommandException(ErrorCode.EPAYLOAD, e.getMessage()));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    /**
     * Handles a client's {@code mesh/reply}; ignores one that isn't waited for, or that comes from another connection.
     */
    public void answered(Connection connection, Frame.ServerCall reply) {
        Request request = waiting.get(reply.id());
        if (request == null || request.connection != connection) {
            return;
        }
        ErrorBody.from(reply.payload())
                .ifPresentOrElse(
                        error -> request.answer.completeExceptionally(
                                new CommandException(error.code(), error.name(), error.message())),
                        () -> request.answer.complete(reply.payload()));
    }

    private static final class Request implements InFlight {
        private final String id;
        private final Connection connection;
        private final long deadline;
        private final CompletableFuture<JsonValue> answer = new CompletableFuture<>();

        Request(String id, Connection connection, long deadline) {
            this.id = id;
            this.connection = connection;
            this.deadline = deadline;
        }

        @Override
        public long deadline() {
            return deadline;
        }

        @Override
        public void expire() {
            answer.completeExceptionally(
                    new CommandException(ErrorCode.ETIMEOUT, "The client did not answer request " + id + " in time"));
        }

        @Override
        public void abandon() {
            answer.completeExceptionally(Connection.gone());
        }
    }
}
