package io.meshws.client;

/**
 * A subscription to the members of a room and their states.
 *
 * <pre>{@code
 * PresenceSubscription lobby = client.subscribePresenceSync("lobby", update -> System.out.println(update));
 * System.out.println(lobby.value().present() + " " + lobby.value().states());
 * lobby.close();
 * }</pre>
 *
 * <p>The client needn't be in the room.
 */
public interface PresenceSubscription extends LiveSubscription<PresenceView, PresenceUpdate> {

    String roomName();
}
