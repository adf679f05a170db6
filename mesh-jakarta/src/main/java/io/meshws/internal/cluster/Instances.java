package io.meshws.internal.cluster;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The instances of the cluster. Each holds a lease in the store, by the store's clock, and renews it by itself for as long
 * as it reaches the store. One that does not is declared dead, and another one removes its connections, their metadata
 * and their places in rooms. Time during which nobody reached the store does not count against anyone.
 *
 * <p>An instance that was only paused or cut off, and comes back, is told that it {@linkplain Receiver#rejoined()
 * rejoined}, after the removal has ended: it writes its part again, and its clients are members again of what they were
 * members of. Until then the store is not available to it.
 */
public interface Instances {

    /** The ids of those that are registered, this one included. */
    CompletionStage<Set<String>> living();

    /**
     * Cleans up after one dead instance, if there is one that no other is busy with. In batches; what this instance does
     * not end within a lease, another one goes on with.
     *
     * @return whether it cleaned up after one, to the end
     */
    CompletionStage<Boolean> cleanUp(DeadConnectionListener departures);

    /** Told of connections that died with their instance. */
    @FunctionalInterface
    interface DeadConnectionListener {
        /**
         * Called for each batch before the store forgets it; a batch may come twice, here or on another instance, where a
         * clean-up was interrupted.
         *
         * @param rooms the rooms of each connection
         * @return when it completes, the store may forget the batch; where it fails, the clean-up is taken up again later
         */
        CompletionStage<Void> died(Map<String, Set<String>> rooms);
    }
}
