package io.meshws.client;

import java.net.URI;

/**
 * A client of a mesh server: does everything that the protocol offers, and survives a broken network.
 *
 * <pre>{@code
 * try (MeshClient ada = MeshClient.builder(URI.create("ws://localhost:8080/app/mesh")).build()) {
 *     ada.connectSync();
 *     String answer = ada.commandSync("greet", "Ada", String.class);
 *     ada.joinRoomSync("lobby", update -> System.out.println(update));
 * }
 * }</pre>
 *
 * <p>Thread-safe. When its connection is lost, a client connects again by itself, and brings back rooms, subscriptions,
 * states, names and metadata before it tells anyone that it is back; {@link ReconnectPolicy} says how. A request that was under way
 * then fails with {@code EUNKNOWN}, unless it may be repeated; those that follow wait for the connection, or fail.
 *
 * <p>Listeners and handlers of one client run one after the other in the order in which the frames arrived; they may block,
 * and may wait for replies, which arrive elsewhere. A listener that waits for a further <em>event</em> waits for itself.
 * Futures complete on other threads, which may block too; the order between two futures is not defined. Clients share their
 * threads, and have none of their own.
 *
 * <p>Payloads and results are any JSON: a {@code JsonValue}, a string, a number, a boolean, or what JSON-B reads and
 * writes. Register listeners before connecting: events without a listener are dropped.
 *
 * <p>What fails ends in a {@link MeshClientException}: the future's failure, or thrown by the {@code …Sync} twin, with the
 * stack of its caller.
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
     * Closes for good: sends what waits, for at most a second, fails the requests in flight, ends subscriptions, drops
     * events that no listener has seen and calls the close listeners. It does not wait for a listener that is running.
     * Closing again does nothing.
     */
    @Override
    void close();
}
