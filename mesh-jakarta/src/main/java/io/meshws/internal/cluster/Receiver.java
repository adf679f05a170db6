package io.meshws.internal.cluster;

import java.time.Duration;

/** Receives the messages of an engine for its instance. Called on the engine's threads, so it must only enqueue. */
public interface Receiver {

    /**
     * A message for this instance. Messages of one sender come in the order in which they were sent, at most once each.
     */
    void received(ClusterMessage message);

    /**
     * The message that is received next has waited, or the one that is being received takes so long. Called only if that's so
     * long that senders should wait too.
     */
    default void late(ClusterMessage message, Duration waited) {}

    /**
     * The store can be reached, for the first time or again. Messages may have been lost, and the store's data about
     * this instance may be stale or gone: write it again.
     */
    void rejoined();
}
