package io.meshws.internal.instance;

import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.Instances.DeadConnectionListener;
import io.meshws.internal.serial.Attempt;
import java.util.concurrent.atomic.AtomicBoolean;

/** Checks at each tick whether an instance died, and cleans up after it. Thread-safe. */
final class CleanUp {
    private static final System.Logger LOG = System.getLogger("io.meshws");

    private final Cluster cluster;
    private final DeadConnectionListener listener;
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * @param listener told of the dead connections before the store forgets them
     */
    CleanUp(Cluster cluster, DeadConnectionListener listener) {
        this.cluster = cluster;
        this.listener = listener;
    }

    void tick() {
        if (cluster.isAvailable() && busy.compareAndSet(false, true)) {
            Attempt.of(() -> cluster.instances().cleanUp(listener)).whenComplete((done, failure) -> {
                busy.set(false);
                if (failure != null) {
                    LOG.log(System.Logger.Level.DEBUG, "A clean-up was interrupted; it will be resumed", failure);
                }
            });
        }
    }
}
