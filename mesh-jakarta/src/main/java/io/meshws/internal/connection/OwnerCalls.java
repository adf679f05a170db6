package io.meshws.internal.connection;

import io.meshws.ClusterUnavailableException;
import io.meshws.CommandException;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.ClusterMessage.Call;
import io.meshws.internal.cluster.ClusterMessage.CallResult;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.connection.OwnerRequest.Cancel;
import io.meshws.internal.connection.OwnerRequest.OfConnection;
import io.meshws.internal.host.Environment;
import io.meshws.internal.security.LimitException;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.time.Agenda;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks the owner of a connection to do something with it: directly if this instance is the owner, otherwise by message.
 *
 * <p>A call fails with {@code EGONE} if the connection is closed, or no instance with the owner's id is listening; with
 * {@link ClusterUnavailableException} if the store is away, the owner didn't answer in time, or was declared dead before it
 * did; and otherwise with the owner's own {@link CommandException}. If the call of a {@linkplain OwnerRequest#isCancellable
 * cancellable} request is cancelled, its owner is told. An {@link Agenda} ends calls in time; deaths are looked for once a second.
 * Thread-safe.
 */
public final class OwnerCalls {
    private static final ErrorBody OWNER_FAILED =
            ErrorCode.ESERVER.body("The operation failed on the instance that owns the connection");

    /** Calls that are answered sooner are not worth asking for. */
    private static final Duration USUAL = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final ConnectionTable connections;
    private final LongSupplier nanos;
    private final Function<Throwable, ErrorBody> errors;
    private final Agenda<String> ends;
    private final Map<Class<?>, Performer<?>> performers = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    /** The calls of this instance to others, by id. */
    private final ConcurrentHashMap<String, Waiting<?>> waiting = new ConcurrentHashMap<>();
    /** The calls of other instances that can be cancelled, by id. */
    private final ConcurrentHashMap<String, CompletableFuture<?>> performing = new ConcurrentHashMap<>();
    /** Whether the store is being asked who lives. */
    private final AtomicBoolean looking = new AtomicBoolean();

    /** Performs the request. Must not block. */
    private interface Performer<R> {
        CompletionStage<R> perform(String connectionId, OwnerRequest<R> request);
    }

    private record Waiting<R>(String owner, OwnerRequest<R> request, CompletableFuture<R> result, long since) {
        void failAsUnknown(String why) {
            result.completeExceptionally(new ClusterUnavailableException(
                    "The instance that owns the connection " + why + "; whether the operation took effect is unknown"));
        }

        void complete(String text) {
            try {
                result.complete(OwnerForm.of(request).result().read().apply(text));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        }
    }

    /** @param errors converts a failure to the error that callers are told */
    public OwnerCalls(
            Cluster cluster,
            ConnectionTable connections,
            Environment environment,
            Function<Throwable, ErrorBody> errors) {
        this.cluster = cluster;
        this.connections = connections;
        this.nanos = environment.nanos();
        this.errors = errors;
        this.ends = new Agenda<>(environment.scheduler(), nanos, this::expire);
        perform(Cancel.class, this::cancel);
    }

    /**
     * Registers the code that performs such requests; before the cluster starts.
     *
     * @param performer only begins to; called with a connection that was open a moment ago
     */
    public <R, Q extends OfConnection<R>> void perform(
            Class<Q> type, BiFunction<Connection, Q, CompletionStage<R>> performer) {
        Performer<R> found = (connectionId, request) -> {
            Connection connection = connections.find(connectionId);
            return connection == null
                    ? CompletableFuture.failedStage(Connection.gone())
                    : performer.apply(connection, type.cast(request));
        };
        performers.put(type, found);
    }

    /** Like the method above, for requests that don't concern one connection. */
    public <R, Q extends OwnerRequest<R>> void perform(Class<Q> type, Function<Q, CompletionStage<R>> performer) {
        Performer<R> any = (none, request) -> performer.apply(type.cast(request));
        performers.put(type, any);
    }

    /** Asks the owner of the connection. */
    public <R> CompletableFuture<R> call(String connectionId, OfConnection<R> request) {
        return call(ConnectionId.ownerOf(connectionId), connectionId, request);
    }

    /**
     * Like {@link #call}.
     *
     * @param ifGone called instead if there is no such connection
     */
    public <R> CompletionStage<R> call(
            String connectionId, OfConnection<R> request, Supplier<CompletionStage<R>> ifGone) {
        return orIfGone(call(connectionId, request), ifGone);
    }

    /** Asks an instance about something that isn't one connection. */
    public <R> CompletableFuture<R> callOwner(String owner, OwnerRequest<R> request) {
        return call(owner, null, request);
    }

    /** Asks an instance about several of its connections. */
    <R> CompletionStage<R> callOwner(String owner, OwnerRequest<R> request, Supplier<CompletionStage<R>> ifGone) {
        return orIfGone(call(owner, null, request), ifGone);
    }

    private static <R> CompletionStage<R> orIfGone(CompletionStage<R> result, Supplier<CompletionStage<R>> ifGone) {
        return result.handle((value, failure) -> Connection.isGone(failure) ? ifGone.get() : result)
                .thenCompose(stage -> stage);
    }

    private <R> CompletableFuture<R> call(String owner, String connectionId, OwnerRequest<R> request) {
        if (owner.equals(cluster.instanceId())) {
            return perform(connectionId, request).toCompletableFuture();
        }
        if (owner.isEmpty()) {
            return CompletableFuture.failedFuture(noSuchConnection());
        }
        String callId = cluster.instanceId() + ":" + ids.incrementAndGet();
        CompletableFuture<R> result = new CompletableFuture<>();
        waiting.put(callId, new Waiting<>(owner, request, result, nanos.getAsLong()));
        result.whenComplete((value, failure) -> {
            waiting.remove(callId);
            if (result.isCancelled() && request.isCancellable()) {
                call(owner, connectionId, new Cancel(callId));
            }
        });
        Call call = OwnerForm.of(request).call(callId, cluster.instanceId(), connectionId, request);
        cluster.bus().sendTo(owner, call).whenComplete((listens, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!listens) {
                result.completeExceptionally(noSuchConnection());
            }
        });
        return result;
    }

    @SuppressWarnings("unchecked")
    private <R> CompletionStage<R> perform(String connectionId, OwnerRequest<R> request) {
        Performer<R> performer = (Performer<R>) performers.get(request.getClass());
        return Attempt.of(() -> performer.perform(connectionId, request));
    }

    /** Handles a message from another instance if it belongs to a call. */
    public void received(ClusterMessage message) {
        if (message instanceof Call call) {
            received(call);
        } else if (message instanceof CallResult outcome) {
            received(outcome);
        }
    }

    private void received(Call call) {
        Attempt.of(() -> performRemote(call, OwnerForm.read(call))).whenComplete((value, failure) -> cluster.bus()
                .sendTo(
                        call.caller(),
                        new CallResult(
                                call.callId(),
                                failure == null ? value : null,
                                failure == null ? null : errors.apply(failure).toJson())));
    }

    private <R> CompletionStage<String> performRemote(Call call, OwnerRequest<R> request) {
        CompletableFuture<R> result = perform(call.connectionId(), request).toCompletableFuture();
        if (request.isCancellable()) {
            performing.put(call.callId(), result);
            result.whenComplete((value, failure) -> performing.remove(call.callId()));
        }
        return result.thenApply(OwnerForm.of(request).result().write());
    }

    private CompletionStage<Void> cancel(Cancel request) {
        CompletableFuture<?> result = performing.get(request.callId());
        if (result != null) {
            result.cancel(false);
        }
        return CompletableFuture.completedStage(null);
    }

    private void received(CallResult outcome) {
        Waiting<?> call = waiting.get(outcome.callId());
        if (call == null) {
            return;
        }
        if (outcome.error() == null) {
            call.complete(outcome.result());
        } else {
            ErrorBody error = ErrorBody.from(Json.readTrusted(outcome.error())).orElse(OWNER_FAILED);
            call.result().completeExceptionally(new LimitException(error));
        }
    }

    private void expire(String callId) {
        Waiting<?> call = waiting.get(callId);
        if (call != null) {
            endInTime(callId, call, nanos.getAsLong());
        }
    }

    /** Ends a call whose time is over; another one will end before a tick that comes too late for it. */
    private void endInTime(String callId, Waiting<?> call, long now) {
        long left = TimeUnit.NANOSECONDS.convert(call.request().timeout()) - (now - call.since());
        if (left <= 0) {
            call.failAsUnknown("did not answer in time");
        } else {
            ends.soon(callId, now + left);
        }
    }

    /** The instance stopped: nothing ends between ticks any more. */
    public void stop() {
        ends.stop();
    }

    /** Ends the calls that are overdue, and those to the dead. */
    public void tick() {
        long now = nanos.getAsLong();
        waiting.forEach((callId, call) -> endInTime(callId, call, now));
        List<Waiting<?>> old = waiting.values().stream()
                .filter(call -> now - call.since() >= USUAL.toNanos())
                .toList();
        if (!old.isEmpty() && cluster.isAvailable() && looking.compareAndSet(false, true)) {
            Attempt.of(() -> cluster.instances().living()).whenComplete((living, failure) -> {
                looking.set(false);
                // A store that forgot this instance too says nothing of the others.
                if (failure == null && living.contains(cluster.instanceId())) {
                    old.stream()
                            .filter(call -> !living.contains(call.owner()))
                            .forEach(call -> call.failAsUnknown("is gone"));
                }
            });
        }
    }

    private static CommandException noSuchConnection() {
        return new CommandException(ErrorCode.EGONE, "There is no such connection");
    }
}
