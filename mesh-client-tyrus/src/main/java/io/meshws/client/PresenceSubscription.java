package io.meshws.client;

/** Who is in a room, followed. */
public interface PresenceSubscription extends LiveSubscription<PresenceView, PresenceUpdate> {

    String roomName();
}
