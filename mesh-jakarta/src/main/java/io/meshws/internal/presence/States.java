package io.meshws.internal.presence;

import io.meshws.StateOptions;
import io.meshws.internal.cluster.ClusterMessage.Call;
import io.meshws.internal.cluster.OwnerCalls;
import io.meshws.internal.cluster.OwnerOperation;
import io.meshws.internal.cluster.PresenceDirectory.State;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.security.Names;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The states that connections publish. Only its owner changes a connection's state, one change after the other, and in turn
 * with its joins and leaves; other instances ask the owner. Of the states of one connection and room that wait for the store
 * only the last is published, if nothing else comes between. Thread-safe.
 */
final class States {
    private final ValueLimit limit;
    private final OwnerCalls owners;
    private final ConnectionTable connections;
    private final LocalMembers members;
    private final Sweep sweep;

    States(ValueLimit limit, OwnerCalls owners, ConnectionTable connections, LocalMembers members, Sweep sweep) {
        this.limit = limit;
        this.owners = owners;
        this.connections = connections;
        this.members = members;
        this.sweep = sweep;
        owners.perform(OwnerOperation.PUBLISH_STATE, owning(this::performPublish));
        owners.perform(OwnerOperation.CLEAR_STATE, owning((connection, call) -> clear(connection, call.argument())));
    }

    /**
     * For a client of this instance.
     *
     * @return whether it was published: false if the client is not present or the state is null
     */
    CompletionStage<Boolean> publish(Connection connection, String room, JsonValue state, StateOptions options) {
        Names.room(room);
        String text = limit.text(state);
        if (state.equals(JsonValue.NULL)) {
            return CompletableFuture.completedStage(false);
        }
        Optional<State> next = Optional.of(new State(text, options.expireAfter()));
        Supplier<CompletionStage<Boolean>> change = () -> members.state(connection, room, next, options.silent());
        // One that is silent must not keep subscribers from what they are still to be told.
        CompletionStage<Boolean> published =
                options.silent() ? connection.change(change) : connection.changeToLatest("state in " + room, change);
        return published.whenComplete((done, failure) -> {
            if (failure == null && done) {
                options.expireAfter().ifPresent(time -> sweep.ends(room, time));
            }
        });
    }

    /** For a client of this instance; whether there was a state. */
    CompletionStage<Boolean> clear(Connection connection, String room) {
        Names.room(room);
        return connection.change(() -> members.state(connection, room, Optional.empty(), false));
    }

    /** For a connection of any instance, as above. */
    CompletionStage<Boolean> publish(String connectionId, String room, JsonValue state, StateOptions options) {
        limit.text(state);
        JsonObjectBuilder body = Json.object().add("state", state).add("silent", options.silent());
        options.expireAfter().ifPresent(time -> body.add("expireAfter", time.toMillis()));
        return ask(
                OwnerOperation.PUBLISH_STATE, connectionId, room, body.build().toString());
    }

    /** For a connection of any instance, as above. */
    CompletionStage<Boolean> clear(String connectionId, String room) {
        return ask(OwnerOperation.CLEAR_STATE, connectionId, room, null);
    }

    private CompletionStage<Boolean> performPublish(Connection connection, Call call) {
        JsonObject body = Json.readTrusted(call.body()).asJsonObject();
        Optional<Duration> expireAfter =
                Optional.ofNullable(body.getJsonNumber("expireAfter")).map(time -> Duration.ofMillis(time.longValue()));
        StateOptions options = new StateOptions(expireAfter, body.getBoolean("silent"));
        return publish(connection, call.argument(), body.get("state"), options);
    }

    private CompletionStage<Boolean> ask(OwnerOperation operation, String connectionId, String room, String body) {
        return owners.call(operation, connectionId, Names.room(room), body, OwnerCalls.TIMEOUT)
                .handle((done, failure) -> failure == null || Connection.isGone(failure)
                        ? CompletableFuture.completedStage(Boolean.parseBoolean(done))
                        : CompletableFuture.<Boolean>failedStage(failure))
                .thenCompose(stage -> stage);
    }

    private interface OwnChange {
        CompletionStage<Boolean> apply(Connection connection, Call call);
    }

    private OwnerCalls.Owner owning(OwnChange change) {
        return call -> {
            Connection connection = connections.find(call.connectionId());
            return connection == null
                    ? CompletableFuture.failedStage(Connection.gone())
                    : change.apply(connection, call).thenApply(String::valueOf);
        };
    }
}
