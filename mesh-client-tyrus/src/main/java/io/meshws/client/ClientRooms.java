package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Rooms that the client is in.
 *
 * <pre>{@code
 * Room lobby = client.joinRoomSync("lobby", update -> System.out.println(update));
 * System.out.println(lobby.present());
 * lobby.close();
 * }</pre>
 */
public interface ClientRooms {

    /**
     * Joins a room.
     *
     * @return fails with the error of the server's middleware if that refused
     */
    default CompletableFuture<Room> joinRoom(String room) {
        return joinRoom(room, null);
    }

    /**
     * Joins a room, and follows who is in it, connection by connection.
     *
     * @return as {@link #joinRoom(String, PresenceBy, Consumer)}
     */
    default CompletableFuture<Room> joinRoom(String room, Consumer<PresenceUpdate> listener) {
        return joinRoom(room, PresenceBy.CONNECTION, listener);
    }

    /**
     * Joins a room, and follows who is in it, as {@link MeshClient#subscribePresence(String, PresenceBy, Consumer)} does.
     *
     * @param listener null if the presence is not to be followed
     * @return fails with {@code EFORBIDDEN} if the room is not tracked, or its presence is not open to this client, and with
     *     {@code IllegalStateException} if this client follows the room in the other way; then the client is not in the room
     */
    CompletableFuture<Room> joinRoom(String room, PresenceBy by, Consumer<PresenceUpdate> listener);

    /** Leaves a room, and ends all of this client's handles of it; has no effect if the client is not in it. */
    CompletableFuture<Void> leaveRoom(String room);

    /** Like {@link #joinRoom(String)}, but waits. */
    default Room joinRoomSync(String room) {
        return Promise.await(joinRoom(room));
    }

    /** Like {@link #joinRoom(String, Consumer)}, but waits. */
    default Room joinRoomSync(String room, Consumer<PresenceUpdate> listener) {
        return Promise.await(joinRoom(room, listener));
    }

    /** Like {@link #joinRoom(String, PresenceBy, Consumer)}, but waits. */
    default Room joinRoomSync(String room, PresenceBy by, Consumer<PresenceUpdate> listener) {
        return Promise.await(joinRoom(room, by, listener));
    }

    /** Like {@link #leaveRoom}, but waits. */
    default void leaveRoomSync(String room) {
        Promise.await(leaveRoom(room));
    }
}
