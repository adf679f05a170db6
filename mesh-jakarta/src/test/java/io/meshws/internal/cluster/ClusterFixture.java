package io.meshws.internal.cluster;

import io.meshws.testing.Eventually;
import io.meshws.testing.RecordingReceiver;

/** The cluster that a contract is run against. Closed after each test. */
public interface ClusterFixture extends AutoCloseable {

    /** The instance that a test works with, started and joined. */
    Instance first();

    /** Whether {@link #another} can be called. */
    boolean hasSeveral();

    /** A further instance of the same cluster, started and joined. */
    Instance another();

    /** Begins to stop them; {@link io.meshws.testing.Departures} has them stopped in the end. */
    @Override
    void close();

    /** A running instance with everything that it received. */
    record Instance(Cluster cluster, RecordingReceiver receiver) {
        public static Instance start(Cluster cluster) {
            RecordingReceiver receiver = new RecordingReceiver();
            cluster.start(receiver);
            Eventually.holds(() -> receiver.rejoins() == 1);
            return new Instance(cluster, receiver);
        }

        public String id() {
            return cluster.instanceId();
        }

        public String newConnection() {
            return ConnectionId.next(id());
        }
    }
}
