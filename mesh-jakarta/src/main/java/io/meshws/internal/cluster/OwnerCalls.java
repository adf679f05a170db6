package io.meshws.internal.cluster;

import io.meshws.ClusterUnavailableException;
import io.meshws.CommandException;
import io.meshws.internal.cluster.ClusterMessage.Call;
import io.meshws.internal.cluster.ClusterMessage.Outcome;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks the owner of a connection to do something with it: directly if this instance is the owner, else by message.
 *
 * <p>A call fails with {@code EGONE} if no instance with the owner's id is listening, with {@link
 * ClusterUnavailableException} if the store is away or the owner didn't answer in time, and otherwise with the owner's
 * own {@link CommandException}. Time-outs are checked once a second. Thread-safe.
 */
public final class OwnerCalls {
    /** For operations that only involve the owner. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final ErrorBody OWNER_FAILED =
            ErrorCode.ESERVER.body("The operation failed on the instance that owns the connection");

    private final Cluster cluster;
    private final LongSupplier nanos;
    private final Function<Throwable, ErrorBody> errors;
    private final Map<OwnerOperation, Owner> owners = new EnumMap<>(OwnerOperation.class);
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentHashMap<String, Waiting> waiting = new ConcurrentHashMap<>();

    /** Performs the operations that other instances ask for. */
    @FunctionalInterface
    public interface Owner {
        /**
         * Returns the result as JSON text. Called on the thread that delivers messages, so it must only begin the
         * operation.
         */
        CompletionStage<String> perform(Call call);
    }

    private record Waiting(CompletableFuture<String> result, long deadline) {}

    /** A call in progress. */
    public record Pending(String callId, CompletableFuture<String> result) {}

    /** @param errors converts a failure to the error that callers are told */
    public OwnerCalls(Cluster cluster, LongSupplier nanos, Function<Throwable, ErrorBody> errors) {
        this.cluster = cluster;
        this.nanos = nanos;
        this.errors = errors;
    }

    /** Registers the owner that performs an operation; before the cluster starts. */
    public void perform(OwnerOperation operation, Owner owner) {
        owners.put(operation, owner);
    }

    /** Returns the result as JSON text. */
    public CompletableFuture<String> call(
            OwnerOperation operation, String connectionId, String argument, String body, Duration timeout) {
        return begin(operation, connectionId, argument, body, timeout).result();
    }

    /** Like {@link #call}, with the id under which the owner knows the call. */
    public Pending begin(
            OwnerOperation operation, String connectionId, String argument, String body, Duration timeout) {
        return begin(operation, ConnectionId.ownerOf(connectionId), connectionId, argument, body, timeout);
    }

    /** Like {@link #call}, for an operation that concerns several connections of one instance. */
    public CompletableFuture<String> callOwner(OwnerOperation operation, String owner, String body, Duration timeout) {
        return begin(operation, owner, null, null, body, timeout).result();
    }

    private Pending begin(
            OwnerOperation operation,
            String owner,
            String connectionId,
            String argument,
            String body,
            Duration timeout) {
        String callId = cluster.instanceId() + ":" + ids.incrementAndGet();
        Call call = new Call(callId, cluster.instanceId(), operation, connectionId, argument, body);
        if (owner.equals(cluster.instanceId())) {
            return new Pending(callId, owners.get(operation).perform(call).toCompletableFuture());
        }
        CompletableFuture<String> result = new CompletableFuture<>();
        if (owner.isEmpty()) {
            result.completeExceptionally(gone());
            return new Pending(callId, result);
        }
        waiting.put(callId, new Waiting(result, nanos.getAsLong() + TimeUnit.NANOSECONDS.convert(timeout)));
        result.whenComplete((value, failure) -> waiting.remove(callId));
        cluster.bus().sendTo(owner, call).whenComplete((listens, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!listens) {
                result.completeExceptionally(gone());
            }
        });
        return new Pending(callId, result);
    }

    void received(Call call) {
        Attempt.of(() -> owners.get(call.operation()).perform(call)).whenComplete((value, failure) -> cluster.bus()
                .sendTo(
                        call.caller(),
                        new Outcome(
                                call.callId(),
                                failure == null ? value : null,
                                failure == null ? null : errors.apply(failure).toJson())));
    }

    void received(Outcome outcome) {
        Waiting call = waiting.get(outcome.callId());
        if (call == null) {
            return;
        }
        if (outcome.error() == null) {
            call.result().complete(outcome.result());
        } else {
            ErrorBody error = ErrorBody.from(Json.readTrusted(outcome.error())).orElse(OWNER_FAILED);
            call.result().completeExceptionally(new CommandException(error.code(), error.name(), error.message()));
        }
    }

    /** Handles a message from another instance if it belongs to a call. */
    public void received(ClusterMessage message) {
        if (message instanceof Call call) {
            received(call);
        } else if (message instanceof Outcome outcome) {
            received(outcome);
        }
    }

    /** Ends overdue calls. */
    public void tick() {
        long now = nanos.getAsLong();
        for (Waiting call : waiting.values()) {
            if (now - call.deadline() > 0) {
                call.result()
                        .completeExceptionally(new ClusterUnavailableException(
                                "The instance that owns the connection did not answer in time; whether the operation"
                                        + " took effect is unknown"));
            }
        }
    }

    private static CommandException gone() {
        return new CommandException(ErrorCode.EGONE, "There is no such connection");
    }
}
