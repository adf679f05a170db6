package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.Instances;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The only instance. */
record MemoryInstances(String instanceId) implements Instances {
    @Override
    public CompletionStage<Set<String>> living() {
        return CompletableFuture.completedFuture(Set.of(instanceId));
    }

    @Override
    public CompletionStage<Boolean> cleanUp(DeadConnectionListener listener) {
        return CompletableFuture.completedFuture(false);
    }
}
