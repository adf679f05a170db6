package io.meshws.internal.instance;

import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.Instances.DeadConnectionListener;
import io.meshws.internal.serial.Attempt;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Checks at each tick whether an instance died, and tells the features which connections died with it. Thread-safe. */
final class CleanUp implements DeadConnectionListener {
    private static final System.Logger LOG = System.getLogger("io.meshws");

    private final Cluster cluster;
    private final List<DeadConnectionListener> features = new CopyOnWriteArrayList<>();
    private final AtomicBoolean busy = new AtomicBoolean();

    CleanUp(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The feature is told before the store forgets the connections. */
    void tell(DeadConnectionListener feature) {
        features.add(feature);
    }

    void tick() {
        if (cluster.isAvailable() && busy.compareAndSet(false, true)) {
            Attempt.of(() -> cluster.instances().cleanUp(this)).whenComplete((done, failure) -> {
                busy.set(false);
                if (failure != null) {
                    LOG.log(System.Logger.Level.DEBUG, "A clean-up was interrupted; it will be resumed", failure);
                }
            });
        }
    }

    @Override
    public CompletionStage<Void> died(Map<String, Set<String>> rooms) {
        return CompletableFuture.allOf(features.stream()
                .map(feature -> feature.died(rooms).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
