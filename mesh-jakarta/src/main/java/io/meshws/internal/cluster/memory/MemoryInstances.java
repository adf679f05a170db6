package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.Instances;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** The only instance. Thread-safe. */
final class MemoryInstances implements Instances {
    private final String instanceId;
    private final LongSupplier millis;
    private Description description;

    /** @param millis the clock of {@link System#currentTimeMillis} */
    MemoryInstances(String instanceId, LongSupplier millis) {
        this.instanceId = instanceId;
        this.millis = millis;
    }

    @Override
    public CompletionStage<Set<String>> living() {
        return CompletableFuture.completedFuture(Set.of(instanceId));
    }

    @Override
    public synchronized CompletionStage<Void> describe(String text) {
        Instant since = description == null ? Instant.ofEpochMilli(millis.getAsLong()) : description.since();
        description = new Description(instanceId, since, text);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<List<Description>> described() {
        return CompletableFuture.completedFuture(
                Optional.ofNullable(description).stream().toList());
    }

    @Override
    public CompletionStage<Boolean> cleanUp(DeadConnectionListener listener) {
        return CompletableFuture.completedFuture(false);
    }
}
