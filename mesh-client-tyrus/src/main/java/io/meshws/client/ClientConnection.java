package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The link to the server.
 *
 * <pre>{@code
 * client.onState(state -> System.out.println(state));
 * client.onReconnect(back -> System.out.println("Back as " + back.connectionId()));
 * String connectionId = client.connectSync();
 * }</pre>
 */
public interface ClientConnection {

    /**
     * Connects, unless the client is connected or connecting; a client that waits for its next attempt makes it now. The
     * future has the connection id, and completes when requests can be sent and all is restored that was there before.
     *
     * @return fails with {@code EGONE} or {@code ETIMEOUT}; {@link MeshClientException#httpStatus()} says with which status
     *     the server refused, if it did. Whether the client goes on after a first attempt that failed, at each of its
     *     addresses if it has several, is in the {@link ReconnectPolicy}
     */
    CompletableFuture<String> connect();

    /** Like {@link #connect}, but waits; returns the connection id. */
    default String connectSync() {
        return Promise.await(connect());
    }

    /** The current state of the connection. */
    ConnectionState state();

    /** Called with each new state, in order. */
    Subscription onState(Consumer<ConnectionState> listener);

    /** Called each time that the client is back after a broken link, when all that can be restored is. */
    Subscription onReconnect(Consumer<Reconnected> listener);

    /** Called once for each connection that was open, after its last event. */
    Subscription onClose(Consumer<CloseEvent> listener);

    /** The id of the connection, or of the last one; null before the first. */
    String connectionId();

    default boolean isConnected() {
        return state() instanceof ConnectionState.Online;
    }

    /** Requests that wait for a reply. */
    int requestsInFlight();

    /** The round trip to the server as it measured it last; empty before it did. */
    Optional<Duration> latency();

    /** Called each time that the server measured the round trip. */
    Subscription onLatency(Consumer<Duration> listener);
}
