package io.meshws.internal.record;

import io.meshws.KeepOptions;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RecordSnapshot;
import io.meshws.RecordTransaction;
import io.meshws.TransactionResult;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.RecordExpired;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.connection.Topics.Topic;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Environment;
import io.meshws.internal.keep.KeptRecords;
import io.meshws.internal.limit.Pace;
import io.meshws.internal.record.PendingWrite.Written;
import io.meshws.internal.security.NameRules;
import io.meshws.internal.security.Selector;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.Change;
import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.binding.JsonBinding;
import io.meshws.protocol.change.Changes;
import io.meshws.spi.RecordKeeper;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The records: who may use them, how they are written, and the replicas of those with subscribers. Their collections are
 * elsewhere. Thread-safe.
 */
public abstract class RecordTable extends ExposedRecords {
    private final ConnectionTable connections;
    private final KeptRecords store;
    private final RecordValues values;
    private final RecordLives lives;
    private final RecordWriters writers;
    private final RecordTransactions transactions;
    private final RecordReplicas replicas;
    private final RecordIndexes indexes = new RecordIndexes();

    protected RecordTable(
            MeshConfig config,
            Cluster cluster,
            ConnectionTable connections,
            JsonBinding json,
            RecordObserver observer,
            Environment environment,
            AppStages stages,
            Pace pace,
            FailureLog failures) {
        super(new RecordAccess(failures));
        this.connections = connections;
        this.store = new KeptRecords(cluster, environment, stages, failures, indexes::places);
        this.replicas = new RecordReplicas(cluster, store, pace);
        ValueLimit limit = ValueLimit.of("The value of a record", MeshProperty.MAX_RECORD_SIZE, config);
        this.values = new RecordValues(json, limit);
        Executor tellers = observer.isHeard() ? stages.executor("RecordChanged or RecordRemoved") : Runnable::run;
        this.lives = new RecordLives(cluster, environment, failures);
        Function<String, WriteOutcomes> outcomes = id -> new WriteOutcomes(id, observer, tellers, failures);
        WriteIds ids = new WriteIds(cluster.instanceId());
        RecordStore indexed = indexes.keptBy(store);
        this.writers =
                RecordWriters.of(indexed, limit, replicas, outcomes, stages.executor("Records.update"), ids, lives);
        this.transactions = new RecordTransactions(
                new RunningTransaction.Setting(indexed, values, ids, lives),
                writers,
                stages.executor("Records.transaction"));
    }

    @Override
    public void index(Pattern recordIds, String... pointers) {
        indexes.add(recordIds, pointers);
    }

    protected RecordIndexes indexes() {
        return indexes;
    }

    /** Whether the client may read the record. Never fails. */
    public CompletionStage<Boolean> mayRead(Connection client, String recordId) {
        return access.mayRead(client, recordId);
    }

    /** Whether anything exposes the record. */
    public boolean isExposed(String recordId) {
        return access.covers(recordId);
    }

    @Override
    public void expireAfter(String recordId, Duration life) {
        lives.add(Selector.record(recordId), life);
    }

    @Override
    public void expireAfter(Pattern recordIds, Duration life) {
        lives.add(Selector.matching(recordIds, "recordIds"), life);
    }

    @Override
    public void keep(String recordId, RecordKeeper keeper, KeepOptions options) {
        store.add(Selector.record(recordId), keeper, options);
    }

    @Override
    public void keep(Pattern recordIds, RecordKeeper keeper, KeepOptions options) {
        store.add(Selector.matching(recordIds, "recordIds"), keeper, options);
    }

    /** The records, including those that keepers have. */
    public KeptRecords store() {
        return store;
    }

    @Override
    protected void accessEnded() {
        connections.all().stream()
                .flatMap(client -> client.topics().take(Subscribers.RECORDS, id -> !access.covers(id)).stream())
                .forEach(topic -> replicas.leave(topic).thenRun(topic::taken));
    }

    @Override
    public CompletionStage<RecordSnapshot> get(String recordId) {
        return store.read(NameRules.record(recordId))
                .thenApply(stored -> RecordState.of(stored).snapshot(recordId));
    }

    @Override
    public CompletionStage<Long> write(String recordId, Object value, MergeStrategy strategy) {
        return write(recordId, values.toJson(value), strategy, null);
    }

    @Override
    public CompletionStage<Long> write(String recordId, Object value, MergeStrategy strategy, long expectedVersion) {
        return write(recordId, values.toJson(value), strategy, (Long) expectedVersion);
    }

    private CompletionStage<Long> write(
            String recordId, JsonValue value, MergeStrategy strategy, Long expectedVersion) {
        Objects.requireNonNull(strategy, "strategy");
        return writers.write(recordId, PendingWrite.of(value, strategy, expectedVersion))
                .thenApply(Written::version);
    }

    @Override
    public CompletionStage<RecordSnapshot> change(String recordId, Change... changes) {
        return snapshot(recordId, PendingWrite.of(RecordValues.edit(recordId, values.toChanges(changes)), null));
    }

    @Override
    public CompletionStage<RecordSnapshot> change(String recordId, long expectedVersion, Change... changes) {
        return snapshot(
                recordId, PendingWrite.of(RecordValues.edit(recordId, values.toChanges(changes)), expectedVersion));
    }

    @Override
    public <T> CompletionStage<RecordSnapshot> update(
            String recordId, Class<T> type, Function<? super Optional<T>, ? extends T> function) {
        return snapshot(recordId, PendingWrite.ofApplication(values.edit(recordId, type, function)));
    }

    @Override
    public <T> CompletionStage<RecordSnapshot> updateExisting(
            String recordId, Class<T> type, Function<? super T, ? extends T> function) {
        return snapshot(recordId, PendingWrite.ofApplication(values.editExisting(recordId, type, function)));
    }

    private CompletionStage<RecordSnapshot> snapshot(String recordId, PendingWrite write) {
        return writers.write(recordId, write).thenApply(written -> written.snapshot(recordId));
    }

    @Override
    public CompletionStage<Boolean> delete(String recordId) {
        return writers.write(recordId, PendingWrite.deletion()).thenApply(Written::changed);
    }

    @Override
    public <T> CompletionStage<TransactionResult<T>> transaction(
            Function<? super RecordTransaction, ? extends T> function, String... recordIds) {
        return transactions.run(function, false, recordIds);
    }

    @Override
    public <T> CompletionStage<TransactionResult<T>> transactionOnce(
            Function<? super RecordTransaction, ? extends T> function, String... recordIds) {
        return transactions.run(function, true, recordIds);
    }

    /**
     * Writes several records for a client, all or nothing.
     *
     * @param operations at least one; they take effect one after the other
     * @return fails with {@code EFORBIDDEN} if the client may not make all of them
     */
    public CompletionStage<TransactionResult<Void>> transaction(Connection client, List<RecordOperation> operations) {
        CompletionStage<Void> allowed = CompletableFuture.completedStage(null);
        for (RecordOperation operation : operations) {
            allowed = allowed.thenCompose(before -> operation.check(access, client));
        }
        return allowed.thenCompose(all -> transactions.run(operations));
    }

    /**
     * Writes for a client.
     *
     * @param expectedVersion null if any version will do
     * @return the version after the write; fails with {@code EFORBIDDEN} if the client may not write the record
     */
    public CompletionStage<Long> publish(
            Connection client, String recordId, JsonValue value, MergeStrategy strategy, Long expectedVersion) {
        return access.checkWrite(client, NameRules.record(recordId))
                .thenCompose(allowed -> write(recordId, value, strategy, expectedVersion));
    }

    /**
     * Like {@link #publish}, for changes.
     *
     * @param wire the changes as the client sent them
     */
    public CompletionStage<Long> change(Connection client, String recordId, JsonValue wire, Long expectedVersion) {
        NameRules.record(recordId);
        Changes changes = RecordValues.read(wire);
        return access.checkChanges(client, recordId, changes)
                .thenCompose(allowed ->
                        writers.write(recordId, PendingWrite.of(RecordValues.edit(recordId, changes), expectedVersion)))
                .thenApply(Written::version);
    }

    /**
     * Subscribes a client of this instance.
     *
     * @param replied completes when the client has its reply
     * @return the subscription, which must be told when the client has its reply; empty if the client may not
     *     subscribe, or unsubscribes in the meantime
     */
    public CompletionStage<Optional<RecordSubscription>> subscribe(
            Connection client, String recordId, RecordMode mode, long seen, CompletionStage<Boolean> replied) {
        Topic<Subscriber> topic = client.topics().request(Subscribers.RECORDS, NameRules.record(recordId));
        return topic.answer(
                access.mayRead(client, recordId),
                () -> replicas.join(topic, client, mode, seen, lives.isLimited(recordId)),
                replied);
    }

    /** Unsubscribes a client of this instance; returns whether it was subscribed, or about to be. */
    public CompletionStage<Boolean> unsubscribe(Connection client, String recordId) {
        Topic<Subscriber> topic = client.topics().end(Subscribers.RECORDS, NameRules.record(recordId));
        return topic == null
                ? CompletableFuture.completedStage(false)
                : replicas.leave(topic).thenApply(done -> true);
    }

    /** Get told of changes of the records that this instance follows. */
    public RecordReplicas replicas() {
        return replicas;
    }

    /** This instance removed an expired record. */
    public void expired(RecordExpired expired) {
        writers.expired(expired);
    }

    /** Ends the client's subscriptions. */
    public void closed(Connection connection) {
        connection.topics().endAll(Subscribers.RECORDS).forEach(replicas::leave);
    }

    /** Called when this instance stops. */
    public CompletionStage<Void> stop() {
        lives.stop();
        return store.stop();
    }

    /** Called about once a second. */
    public void tick() {
        replicas.tick();
        lives.tick();
        store.tick();
    }
}
