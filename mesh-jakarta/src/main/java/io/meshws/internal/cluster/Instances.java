package io.meshws.internal.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The instances of the cluster. Each holds a lease in the store, by the store's clock, and renews it for as long as it
 * reaches the store. An instance that doesn't renew its lease is declared dead, and another one removes its
 * connections, their metadata and their places in rooms. Time during which no instance reached the store doesn't count
 * against anyone.
 *
 * <p>An instance that was only paused or cut off, and comes back, is told that it {@linkplain Receiver#rejoined()
 * rejoined} once the removal has ended. It then writes its data again, and its clients are again members of their
 * rooms. Until then the store isn't available to it.
 */
public interface Instances {

    /** The ids of the registered instances, this one included. */
    CompletionStage<Set<String>> living();

    /** Publishes the description of this instance, until it stops or is declared dead. To be published again after that. */
    CompletionStage<Void> describe(String text);

    /** The registered instances that described themselves. */
    CompletionStage<List<Description>> described();

    /**
     * The last description of an instance.
     *
     * @param since when it said something first, by the store's clock
     */
    record Description(String instanceId, Instant since, String text) {}

    /**
     * Cleans up after one dead instance, if there is one that no other instance is cleaning up after. Works in batches; if
     * this instance doesn't finish within a lease, another one continues.
     *
     * @return whether it cleaned up after one, completely
     */
    CompletionStage<Boolean> cleanUp(DeadConnectionListener listener);

    /** Told of connections that died with their instance. */
    @FunctionalInterface
    interface DeadConnectionListener {
        /**
         * Called for each batch before the store forgets it. A batch may come twice, here or on another instance, if a
         * clean-up was interrupted.
         *
         * @param rooms the rooms of each connection
         * @return a stage; when it completes, the store may forget the batch, and if it fails, the clean-up is resumed
         *     later
         */
        CompletionStage<Void> died(Map<String, Set<String>> rooms);
    }
}
