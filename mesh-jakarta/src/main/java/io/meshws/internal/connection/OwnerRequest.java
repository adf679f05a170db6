package io.meshws.internal.connection;

import io.meshws.StateOptions;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What an instance can ask the owner of connections to do, by way of {@link OwnerCalls}.
 *
 * @param <R> the result
 */
public sealed interface OwnerRequest<R> {
    /** For what an owner does by itself. */
    Duration TIMEOUT = Duration.ofSeconds(5);

    /** How long the caller waits for another instance. */
    default Duration timeout() {
        return TIMEOUT;
    }

    /** Whether the owner stops working on it if nobody waits for its result any more. */
    default boolean isCancellable() {
        return false;
    }

    /** A request that concerns one connection. It is not performed if that is closed. */
    sealed interface OfConnection<R> extends OwnerRequest<R> {}

    /** Whether it was no member before. */
    record JoinRoom(String room) implements OfConnection<Boolean> {}

    /** Whether it was a member. */
    record LeaveRoom(String room) implements OfConnection<Boolean> {}

    /** Of whatever rooms it is in. */
    record LeaveAllRooms() implements OfConnection<Void> {}

    /** Whether the state was published. */
    record PublishState(String room, JsonValue state, StateOptions options) implements OfConnection<Boolean> {}

    /** Whether there was a state. */
    record ClearState(String room) implements OfConnection<Boolean> {}

    /** Writes or merges metadata. */
    record SetMetadata(JsonValue metadata, MergeStrategy strategy) implements OfConnection<Void> {}

    /**
     * Asks the client; its answer.
     *
     * @param within the owner ends it by then
     */
    record AskClient(String command, JsonValue payload, Duration within) implements OfConnection<JsonValue> {
        public AskClient {
            // In whole milliseconds, as it travels; a longer time than those can say means never.
            within = Duration.ofMillis(TimeUnit.MILLISECONDS.convert(within));
        }

        /** The owner ends it in time; waiting a little longer gets its word for it. */
        @Override
        public Duration timeout() {
            return within.plus(TIMEOUT);
        }

        @Override
        public boolean isCancellable() {
            return true;
        }
    }

    /** Closes the connection. */
    record Close() implements OfConnection<Void> {}

    /** Closes several connections of one owner; how many of them were open. */
    record CloseSeveral(Set<String> connectionIds) implements OwnerRequest<Integer> {}

    /** Nobody waits any more for the result of the call with this id. */
    record Cancel(String callId) implements OwnerRequest<Void> {}
}
