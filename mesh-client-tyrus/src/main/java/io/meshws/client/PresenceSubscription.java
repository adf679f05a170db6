package io.meshws.client;

/** A subscription to who is in a room. */
public interface PresenceSubscription extends LiveSubscription<PresenceView, PresenceUpdate> {

    String roomName();
}
