package io.meshws.internal.cluster;

import java.util.concurrent.CompletionStage;

/**
 * Messages between instances. A message is delivered at most once, and all messages of one instance arrive at each
 * receiver in the order of the calls that sent them, across all of these methods. A message that can't be sent is
 * dropped and fails its stage; it isn't kept for later.
 */
public interface Bus {

    /**
     * Sends to one instance, which may be this one.
     *
     * @return whether an instance with that id is listening
     */
    CompletionStage<Boolean> sendTo(String instanceId, ClusterMessage message);

    /** Sends to every other instance that has members in the room. One publication, regardless of the number of members. */
    CompletionStage<Void> sendToRoom(String room, ClusterMessage message);

    /** Sends to every other instance. */
    CompletionStage<Void> sendToAll(ClusterMessage message);
}
