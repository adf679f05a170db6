package io.meshws.internal.cluster;

/** What an engine tells the instance that it serves. Called on the engine's threads: must only enqueue. */
public interface Receiver {

    /** A message for this instance; in the order in which its sender sent them, at most once each. */
    void received(ClusterMessage message);

    /**
     * The store can be reached, for the first time or again. Messages may have been lost, and what the store holds of
     * this instance may be stale or gone: write it again.
     */
    void rejoined();
}
