package io.meshws.client;

import java.net.URI;

/**
 * A client of a mesh server, which reconnects and restores its state after a broken link.
 *
 * <pre>{@code
 * try (MeshClient ada = MeshClient.builder(URI.create("ws://localhost:8080/app/mesh")).build()) {
 *     ada.connectSync();
 *     String answer = ada.commandSync("greet", "Ada", String.class);
 *     ada.joinRoomSync("lobby", update -> System.out.println(update));
 * }
 * }</pre>
 *
 * <p>Thread-safe. When its connection is lost, a client connects again by itself, and restores rooms, subscriptions, states, names
 * and metadata before it reports that it's back; {@link ReconnectPolicy} says how. A request that was under way then fails with
 * {@code EUNKNOWN}, unless it may be repeated; those that follow wait for the connection, or fail.
 *
 * <p>Listeners and handlers of one client run one after the other in the order in which the frames arrived; they may block, and
 * may wait for replies, which arrive elsewhere. If a listener waits for another <em>event</em>, it waits for itself. Futures
 * complete on other threads, which may block too; the order between two futures is not defined. All clients share their threads.
 *
 * <p>Payloads and results are any JSON: a {@code JsonValue}, a string, a number, a boolean, or any type that JSON-B reads and
 * writes. Register listeners before connecting: events without a listener are dropped.
 *
 * <p>A failure is a {@link MeshClientException}: the future fails with it, and the {@code …Sync} twin throws it, with the stack of
 * its caller.
 */
public interface MeshClient
        extends ClientConnection,
                ClientCommands,
                ClientEvents,
                ClientRooms,
                ClientPresence,
                ClientChannels,
                ClientRecords,
                ClientCollections,
                ClientPipes,
                ClientMetadata,
                ClientNames,
                AutoCloseable {

    /** A client of the server at a {@code ws:} or {@code wss:} address. */
    static MeshClientBuilder builder(URI uri) {
        return new MeshClientBuilder(uri);
    }

    /**
     * Closes for good: sends waiting frames, for at most a second, fails the requests in flight, ends subscriptions, drops events
     * that no listener has seen and calls the close listeners. It does not wait for a listener that is running. Closing again does
     * nothing.
     */
    @Override
    void close();
}
