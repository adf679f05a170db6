package io.meshws.internal.connection;

import io.meshws.StateOptions;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A request to the owner of connections, sent through {@link OwnerCalls}.
 *
 * @param <R> the result
 */
public sealed interface OwnerRequest<R> {
    /** For requests that only involve the owner. */
    Duration TIMEOUT = Duration.ofSeconds(5);

    /** How long the caller waits for another instance. */
    default Duration timeout() {
        return TIMEOUT;
    }

    /** Whether the owner stops working on it once the caller no longer waits for its result. */
    default boolean isCancellable() {
        return false;
    }

    /** A request that concerns one connection. It isn't performed if the connection is closed. */
    sealed interface OfConnection<R> extends OwnerRequest<R> {}

    /** Returns whether it wasn't a member before. */
    record JoinRoom(String room) implements OfConnection<Boolean> {}

    /** Returns whether it was a member. */
    record LeaveRoom(String room) implements OfConnection<Boolean> {}

    /** Leaves all rooms that it's in. */
    record LeaveAllRooms() implements OfConnection<Void> {}

    /** Returns whether the state was published. */
    record PublishState(String room, JsonValue state, StateOptions options) implements OfConnection<Boolean> {}

    /** Returns whether there was a state. */
    record ClearState(String room) implements OfConnection<Boolean> {}

    /** Writes or merges metadata. */
    record SetMetadata(JsonValue metadata, MergeStrategy strategy) implements OfConnection<Void> {}

    /**
     * Asks the client, and returns its answer.
     *
     * @param within the time after which the owner ends the request
     */
    record AskClient(String command, JsonValue payload, Duration within) implements OfConnection<JsonValue> {
        public AskClient {
            // In whole milliseconds, as it travels; a longer time than those can say means never.
            within = Duration.ofMillis(TimeUnit.MILLISECONDS.convert(within));
        }

        /** The owner ends the request in time; waiting a little longer gets the owner's answer. */
        @Override
        public Duration timeout() {
            return within.plus(TIMEOUT);
        }

        @Override
        public boolean isCancellable() {
            return true;
        }
    }

    /**
     * Asks the holder of a name, and returns its answer. Not performed, with {@code EGONE}, if that holder doesn't have the
     * name.
     *
     * @param holder as the store names it
     * @param within the time after which the owner ends the request
     */
    record AskName(String name, String holder, String command, JsonValue payload, Duration within)
            implements OwnerRequest<JsonValue> {
        public AskName {
            within = Duration.ofMillis(TimeUnit.MILLISECONDS.convert(within));
        }

        @Override
        public Duration timeout() {
            return within.plus(TIMEOUT);
        }

        @Override
        public boolean isCancellable() {
            return true;
        }
    }

    /** Sends an event to the holder of a name; as {@link AskName}. Returns whether it was handed over. */
    record TellName(String name, String holder, String event, JsonValue payload) implements OwnerRequest<Boolean> {}

    /** Closes the connection. */
    record Close() implements OfConnection<Void> {}

    /** Closes several connections of one owner; returns how many of them were open. */
    record CloseSeveral(Set<String> connectionIds) implements OwnerRequest<Integer> {}

    /** Closes the connections of a user; returns how many there were. */
    record CloseUser(String user) implements OwnerRequest<Integer> {}

    /** The caller no longer waits for the result of the call with this id. */
    record Cancel(String callId) implements OwnerRequest<Void> {}
}
