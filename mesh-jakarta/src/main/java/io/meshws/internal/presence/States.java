package io.meshws.internal.presence;

import io.meshws.StateOptions;
import io.meshws.internal.cluster.PresenceDirectory.State;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.OwnerCalls;
import io.meshws.internal.connection.OwnerRequest.ClearState;
import io.meshws.internal.connection.OwnerRequest.PublishState;
import io.meshws.internal.security.NameRules;
import io.meshws.internal.security.ValueLimit;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The states that connections publish. Only the owner changes a connection's state, one change after the other, and in
 * turn with its joins and leaves; other instances ask the owner. If several states of one connection and room wait for
 * the store, only the last is published, unless something else comes in between. Thread-safe.
 */
final class States {
    private final ValueLimit limit;
    private final OwnerCalls owners;
    private final LocalMembers members;
    private final PresenceSweep sweep;

    States(ValueLimit limit, OwnerCalls owners, LocalMembers members, PresenceSweep sweep) {
        this.limit = limit;
        this.owners = owners;
        this.members = members;
        this.sweep = sweep;
        owners.perform(
                PublishState.class,
                (connection, request) -> publish(connection, request.room(), request.state(), request.options()));
        owners.perform(ClearState.class, (connection, request) -> clear(connection, request.room()));
    }

    /**
     * Publishes for a client of this instance.
     *
     * @return whether it was published; false if the client isn't present or the state is null
     */
    CompletionStage<Boolean> publish(Connection connection, String room, JsonValue state, StateOptions options) {
        NameRules.room(room);
        String text = limit.text(state);
        if (state.equals(JsonValue.NULL)) {
            return CompletableFuture.completedStage(false);
        }
        Optional<State> next = Optional.of(new State(text, options.expireAfter()));
        Supplier<CompletionStage<Boolean>> change = () -> members.state(connection, room, next, options.silent());
        // A silent state must not replace one that subscribers still have to be told.
        CompletionStage<Boolean> published = options.silent()
                ? connection.stored().change(change)
                : connection.stored().changeToLatest("state in " + room, change);
        return published.whenComplete((done, failure) -> {
            if (failure == null && done) {
                options.expireAfter().ifPresent(time -> sweep.ends(room, time));
            }
        });
    }

    /** Clears the state of a client of this instance; returns whether there was one. */
    CompletionStage<Boolean> clear(Connection connection, String room) {
        NameRules.room(room);
        return connection.stored().change(() -> members.state(connection, room, Optional.empty(), false));
    }

    /** Like the method above, for a connection of any instance. */
    CompletionStage<Boolean> publish(String connectionId, String room, JsonValue state, StateOptions options) {
        limit.text(state);
        return owners.call(connectionId, new PublishState(NameRules.room(room), state, options), States::nothing);
    }

    /** Like the method above, for a connection of any instance. */
    CompletionStage<Boolean> clear(String connectionId, String room) {
        return owners.call(connectionId, new ClearState(NameRules.room(room)), States::nothing);
    }

    private static CompletionStage<Boolean> nothing() {
        return CompletableFuture.completedStage(false);
    }
}
