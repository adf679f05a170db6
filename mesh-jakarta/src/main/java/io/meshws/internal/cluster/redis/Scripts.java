package io.meshws.internal.cluster.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs scripts. */
@FunctionalInterface
interface Scripts {

    /**
     * Runs a script on the master that has the keys, at most once.
     *
     * @param <T> the type of the script's result: {@code Long}, or a list of texts or of such lists
     * @param keys at least one; in Redis Cluster all in one slot
     */
    <T> CompletableFuture<T> eval(Script script, List<String> keys, List<String> arguments);
}
