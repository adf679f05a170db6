package io.meshws.client;

import java.time.Duration;

/** The state of a client's connection to its server. */
public sealed interface ConnectionState {

    /**
     * There is no connection, and the client isn't making one: before {@link MeshClient#connect()}, after the attempts
     * came to nothing, and after the server closed the connection with a code after which the client does not
     * reconnect.
     *
     * @param reason why, for people; an empty string before the first attempt
     */
    record Offline(String reason) implements ConnectionState {}

    /**
     * The first connection is being made.
     *
     * @param attempt 1 for the first
     */
    record Connecting(int attempt) implements ConnectionState {}

    /** Connected; all subscriptions, rooms and states are in place. */
    record Online(String connectionId) implements ConnectionState {}

    /**
     * The connection was lost, and another one is being made or restored.
     *
     * @param attempt 1 for the first
     * @param delay how long the client waits before this attempt
     * @param reason why the connection was lost or the last attempt failed, for people
     */
    record Reconnecting(int attempt, Duration delay, String reason) implements ConnectionState {}

    /** {@link MeshClient#close()} was called. Nothing follows. */
    record Closed() implements ConnectionState {}
}
