package io.meshws.internal.cluster.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something that runs scripts. */
@FunctionalInterface
interface Scripts {

    /**
     * Runs a script on the master that has the keys, once at most.
     *
     * @param <T> what the script's return type says: {@code Long}, or a list of texts or of such lists
     * @param keys at least one; in Redis Cluster all of one slot
     */
    <T> CompletableFuture<T> eval(Script script, List<String> keys, List<String> arguments);
}
