package io.meshws.internal.record;

import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RecordSnapshot;
import io.meshws.Records;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.connection.Topics.Topic;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.record.PendingWrite.Written;
import io.meshws.internal.security.Exposure;
import io.meshws.internal.security.Names;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** The records: who may use them, how they are written, and the replicas of those with subscribers. Thread-safe. */
public final class RecordTable implements Records {
    private final Cluster cluster;
    private final ConnectionTable connections;
    private final JsonBinding json;
    private final ValueLimit limit;
    private final Exposure<Void> readable;
    private final Exposure<Void> writable;
    private final RecordWriters writers;
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentHashMap<String, RecordReplica> replicas = new ConcurrentHashMap<>();

    public RecordTable(
            MeshConfig config,
            Cluster cluster,
            ConnectionTable connections,
            JsonBinding json,
            RecordObserver observer,
            AppStages stages,
            FailureLog failures) {
        this.connections = connections;
        this.readable = new Exposure<>(failures);
        this.writable = new Exposure<>(failures);
        this.cluster = cluster;
        this.json = json;
        this.limit = ValueLimit.of(
                "The value of a record",
                config.get(MeshProperty.MAX_RECORD_SIZE),
                JsonLimits.ofDepth(config.get(MeshProperty.MAX_DEPTH)));
        Executor tellers = observer.isHeard() ? stages.executor("RecordChanged or RecordRemoved") : Runnable::run;
        this.writers = new RecordWriters(id -> new RecordWriter(
                id,
                cluster.records(),
                limit,
                this::newId,
                () -> held(id),
                new WriteOutcomes(id, observer, tellers, failures)));
    }

    /** An id that no instance has ever used. */
    private String newId() {
        return cluster.instanceId() + "." + Long.toString(ids.incrementAndGet(), Character.MAX_RADIX);
    }

    private RecordState held(String recordId) {
        RecordReplica replica = replicas.get(recordId);
        return replica == null ? null : replica.current();
    }

    @Override
    public void expose(String recordId, Guard guard) {
        readable.add(Names.record(recordId), guard, null);
    }

    @Override
    public void expose(Pattern recordIds, Guard guard) {
        readable.add(Objects.requireNonNull(recordIds, "recordIds"), guard, null);
    }

    @Override
    public void exposeWritable(String recordId, Guard guard) {
        writable.add(Names.record(recordId), guard, null);
    }

    @Override
    public void exposeWritable(Pattern recordIds, Guard guard) {
        writable.add(Objects.requireNonNull(recordIds, "recordIds"), guard, null);
    }

    @Override
    public boolean unexpose(String recordId) {
        Names.record(recordId);
        // Doesn't short-circuit: both end.
        return unsubscribeIf(readable.remove(recordId) | writable.remove(recordId));
    }

    @Override
    public boolean unexpose(Pattern recordIds) {
        Objects.requireNonNull(recordIds, "recordIds");
        return unsubscribeIf(readable.remove(recordIds) | writable.remove(recordIds));
    }

    @Override
    public boolean unexposeWritable(String recordId) {
        return unsubscribeIf(writable.remove(Names.record(recordId)));
    }

    @Override
    public boolean unexposeWritable(Pattern recordIds) {
        return unsubscribeIf(writable.remove(Objects.requireNonNull(recordIds, "recordIds")));
    }

    private boolean unsubscribeIf(boolean removed) {
        if (removed) {
            connections.all().forEach(this::takeUnexposed);
        }
        return removed;
    }

    private void takeUnexposed(Connection connection) {
        connection
                .topics()
                .take(Subscribers.RECORDS, id -> !readable.covers(id) && !writable.covers(id))
                .forEach(topic -> leave(topic).thenRun(topic::taken));
    }

    @Override
    public CompletionStage<RecordSnapshot> get(String recordId) {
        return cluster.records().read(Names.record(recordId)).thenApply(stored -> RecordState.of(stored)
                .snapshot(recordId));
    }

    @Override
    public CompletionStage<Long> write(String recordId, Object value, MergeStrategy strategy) {
        return write(recordId, checked(recordId, value), strategy, null);
    }

    @Override
    public CompletionStage<Long> write(String recordId, Object value, MergeStrategy strategy, long expectedVersion) {
        return write(recordId, checked(recordId, value), strategy, (Long) expectedVersion);
    }

    private CompletionStage<Long> write(
            String recordId, JsonValue value, MergeStrategy strategy, Long expectedVersion) {
        Objects.requireNonNull(strategy, "strategy");
        return writers.write(recordId, PendingWrite.of(value, strategy, expectedVersion))
                .thenApply(Written::version);
    }

    @Override
    public CompletionStage<Boolean> delete(String recordId) {
        return writers.write(Names.record(recordId), PendingWrite.deletion()).thenApply(Written::changed);
    }

    /** An application's value as JSON that clients can read. */
    private JsonValue checked(String recordId, Object value) {
        Names.record(recordId);
        return limit.read(json.toText(value));
    }

    /**
     * Writes for a client.
     *
     * @param expectedVersion null if any version will do
     * @return the version after the write; fails with {@code EFORBIDDEN} if the client may not write the record
     */
    public CompletionStage<Long> publish(
            Connection client, String recordId, JsonValue value, MergeStrategy strategy, Long expectedVersion) {
        return writable.allows(client, Names.record(recordId))
                .thenCompose(allowed -> allowed
                        ? write(recordId, value, strategy, expectedVersion)
                        : CompletableFuture.failedFuture(new CommandException(
                                ErrorCode.EFORBIDDEN,
                                "Record \"" + recordId + "\" is not writable by this connection")));
    }

    /**
     * Subscribes a client of this instance.
     *
     * @param replied completes when the client has its reply
     * @return the subscription, which must be told when the client has its reply; empty if the client may not
     *     subscribe, or unsubscribes in the meantime
     */
    public CompletionStage<Optional<RecordSubscription>> subscribe(
            Connection client, String recordId, RecordMode mode, CompletionStage<Boolean> replied) {
        Exposure<Void> deciding = readable.covers(Names.record(recordId)) ? readable : writable;
        Topic<Subscriber> topic = client.topics().request(Subscribers.RECORDS, recordId);
        return topic.answer(
                deciding.allows(client, recordId)
                        .thenCompose(allowed -> allowed
                                ? join(topic, new Subscriber(client, mode))
                                : CompletableFuture.completedStage(Optional.<RecordSubscription>empty())),
                replied);
    }

    private CompletionStage<Optional<RecordSubscription>> join(Topic<Subscriber> topic, Subscriber subscriber) {
        return replica(topic.name(), false)
                .join(topic, subscriber, cluster.isAvailable(), () -> join(topic, subscriber));
    }

    private RecordReplica replica(String recordId, boolean following) {
        return replicas.computeIfAbsent(
                recordId,
                id -> new RecordReplica(id, cluster.records(), following, retired -> replicas.remove(id, retired)));
    }

    /** Unsubscribes a client of this instance; returns whether it was subscribed, or about to be. */
    public CompletionStage<Boolean> unsubscribe(Connection client, String recordId) {
        Topic<Subscriber> topic = client.topics().end(Subscribers.RECORDS, Names.record(recordId));
        return topic == null
                ? CompletableFuture.completedStage(false)
                : leave(topic).thenApply(done -> true);
    }

    private CompletionStage<Void> leave(Topic<Subscriber> topic) {
        RecordReplica replica = replicas.get(topic.name());
        return replica == null ? CompletableFuture.completedStage(null) : replica.leave(topic);
    }

    /** A record that this instance follows changed. */
    public void received(RecordChange change) {
        // If nobody here needs the record, ending the subscription in the store had failed: a replica without
        // subscribers tries again.
        replica(change.recordId(), true).received(change);
    }

    /** The store can be reached, for the first time or again. */
    public void rejoined() {
        replicas.values().forEach(RecordReplica::resynchronise);
    }

    /** Ends the client's subscriptions. */
    public void closed(Connection connection) {
        connection.topics().endAll(Subscribers.RECORDS).forEach(this::leave);
    }

    /** Called about once a second. */
    public void tick() {
        boolean available = cluster.isAvailable();
        replicas.values().forEach(replica -> replica.tick(available));
    }
}
