package io.meshws.internal.collection;

import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.IndexChange;
import io.meshws.internal.cluster.RecordIndex.Bucket;
import java.util.concurrent.ConcurrentHashMap;

/** The buckets of indexes that collections of this instance need. Thread-safe. */
final class IndexReplicas {
    private final Cluster cluster;
    private final ConcurrentHashMap<Bucket, IndexReplica> replicas = new ConcurrentHashMap<>();

    IndexReplicas(Cluster cluster) {
        this.cluster = cluster;
    }

    void add(Bucket bucket, IndexListener listener) {
        replica(bucket, false).add(listener, cluster.isAvailable(), () -> add(bucket, listener));
    }

    void remove(Bucket bucket, IndexListener listener) {
        IndexReplica replica = replicas.get(bucket);
        if (replica != null) {
            replica.remove(listener);
        }
    }

    private IndexReplica replica(Bucket bucket, boolean following) {
        return replicas.computeIfAbsent(
                bucket,
                key -> new IndexReplica(
                        key, cluster.recordIndex(), following, retired -> replicas.remove(key, retired)));
    }

    /** A bucket that this instance follows changed. */
    void received(IndexChange change) {
        // If it isn't needed here, ending the subscription in the store had failed: a replica without listeners tries
        // again.
        replica(change.bucket(), true).received(change);
    }

    void rejoined() {
        replicas.values().forEach(IndexReplica::rejoined);
    }

    void tick() {
        boolean available = cluster.isAvailable();
        replicas.values().forEach(replica -> replica.tick(available));
    }
}
