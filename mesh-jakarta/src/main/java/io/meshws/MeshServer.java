package io.meshws;

import java.util.concurrent.CompletionStage;

/** All of mesh: inject it anywhere in the application. Thread-safe. */
public interface MeshServer {

    Commands commands();

    Connections connections();

    Rooms rooms();

    Channels channels();

    Records records();

    Presence presence();

    /** Random, and different at every start. Connection ids begin with it. */
    String instanceId();

    /** Whether the shared store can be reached; always true without Redis. */
    boolean isClusterAvailable();

    /**
     * Sends an event to an audience on all instances. Receivers of this instance have it queued when this returns. At
     * most once, and in order for one sending thread and room.
     *
     * @param payload anything that JSON-B or JSON-P can express, or null
     * @return completes when the other instances' share is published; fails with {@link ClusterUnavailableException}
     *     where it could not be: receivers of this instance have it all the same
     */
    CompletionStage<Void> broadcast(Audience audience, String event, Object payload);

    /** To every connection. */
    default CompletionStage<Void> broadcast(String event, Object payload) {
        return broadcast(Audience.everyone(), event, payload);
    }

    /** To the members of a room. */
    default CompletionStage<Void> broadcastRoom(String room, String event, Object payload) {
        return broadcast(Audience.room(room), event, payload);
    }
}
