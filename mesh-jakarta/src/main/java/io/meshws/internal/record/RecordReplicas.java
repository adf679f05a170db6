package io.meshws.internal.record;

import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordChanges;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.Target;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Topics.Topic;
import io.meshws.internal.follow.Follower;
import io.meshws.internal.limit.Pace;
import io.meshws.internal.serial.SerialQueue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The replicas of the records with subscribers on this instance. Thread-safe. */
public final class RecordReplicas {
    private final Cluster cluster;
    private final RecordStore store;
    private final Pace pace;
    /** Lets no transaction begin to be told while another one is. */
    private final SerialQueue transactions = new SerialQueue();

    private final ConcurrentHashMap<String, RecordReplica> replicas = new ConcurrentHashMap<>();

    RecordReplicas(Cluster cluster, RecordStore store, Pace pace) {
        this.cluster = cluster;
        this.store = store;
        this.pace = pace;
    }

    /** The state that subscribers have, or null if there are none or it may be stale. */
    RecordState held(String recordId) {
        RecordReplica replica = replicas.get(recordId);
        return replica == null ? null : replica.current();
    }

    /** See {@link Pace#begin}. */
    <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> write) {
        return pace.begin(write);
    }

    /** Completes when all instances are ready to deliver a version that was written, see {@link Pace}. */
    CompletionStage<Void> pace(String recordId, long version) {
        RecordReplica replica = replicas.get(recordId);
        return pace.everywhere(Target.record(recordId), replica == null ? Pace.NOW : replica.pace(version));
    }

    /**
     * Subscribes a client.
     *
     * @param seen the version that the client has; 0 if none
     * @param limited whether the record may be over without this instance having been told
     */
    CompletionStage<Optional<RecordSubscription>> join(
            Topic<Subscriber> topic, Connection client, RecordMode mode, long seen, boolean limited) {
        return limited && held(topic.name()) != null
                ? store.read(topic.name())
                        .thenCompose(stored -> join(
                                topic,
                                new Subscriber(
                                        client,
                                        mode,
                                        Math.max(seen, stored.version().number()))))
                : join(topic, new Subscriber(client, mode, seen));
    }

    private CompletionStage<Optional<RecordSubscription>> join(Topic<Subscriber> topic, Subscriber subscriber) {
        return replica(topic.name(), false)
                .join(topic, subscriber, cluster.isAvailable(), () -> join(topic, subscriber));
    }

    private RecordReplica replica(String recordId, boolean following) {
        return replicas.computeIfAbsent(
                recordId, id -> new RecordReplica(id, store, following, pace, retired -> replicas.remove(id, retired)));
    }

    CompletionStage<Void> leave(Topic<Subscriber> topic) {
        RecordReplica replica = replicas.get(topic.name());
        return replica == null ? CompletableFuture.completedStage(null) : replica.leave(topic);
    }

    /** Begins to tell a collection about a record. */
    public ListeningCollection listen(String recordId, String collectionId, RecordListener listener) {
        ListeningCollection listening = new ListeningCollection(collectionId, listener, ended -> {
            RecordReplica replica = replicas.get(recordId);
            if (replica != null) {
                replica.unlisten(ended);
            }
        });
        listen(recordId, listening);
        return listening;
    }

    private void listen(String recordId, ListeningCollection listening) {
        replica(recordId, false).listen(listening, cluster.isAvailable(), () -> listen(recordId, listening));
    }

    /** A record that this instance follows changed. */
    public void received(RecordChange change) {
        // If the record isn't needed here, ending the subscription in the store had failed: a replica without
        // subscribers tries again.
        replica(change.recordId(), true).received(change);
    }

    /** A client that follows several of the records is told of these changes one after the other. */
    public void received(RecordChanges together) {
        Follower.receivedTogether(
                together.changes().stream()
                        .map(change -> replica(change.recordId(), true).part(change))
                        .toList(),
                transactions);
    }

    /** The store can be reached, for the first time or again. */
    public void rejoined() {
        replicas.values().forEach(RecordReplica::rejoined);
    }

    void tick() {
        boolean available = cluster.isAvailable();
        replicas.values().forEach(replica -> replica.tick(available));
    }
}
