package io.meshws.internal.cluster;

import java.util.concurrent.CompletionStage;

/**
 * Messages between instances: at most once, and everything that one instance sends arrives at each receiver in the order
 * of the calls that sent it, whichever of these methods they used. Messages that cannot be sent are dropped and fail
 * their stage; they are not kept for later.
 */
public interface Bus {

    /**
     * To one instance; also to this one.
     *
     * @return whether an instance of that id listens
     */
    CompletionStage<Boolean> sendTo(String instanceId, ClusterMessage message);

    /** To every other instance that has members in the room. One publication, whatever the number of members. */
    CompletionStage<Void> sendToRoom(String room, ClusterMessage message);

    /** To every other instance. */
    CompletionStage<Void> sendToAll(ClusterMessage message);
}
