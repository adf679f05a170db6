package io.meshws.internal.collection;

import io.meshws.ClusterUnavailableException;
import io.meshws.CollectionResolver;
import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.ListOptions;
import io.meshws.MeshConfig;
import io.meshws.RecordIds;
import io.meshws.RecordPage;
import io.meshws.RecordQuery;
import io.meshws.RecordSelection;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.IndexChange;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.connection.Topics;
import io.meshws.internal.connection.Topics.Topic;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Environment;
import io.meshws.internal.limit.Pace;
import io.meshws.internal.record.Index;
import io.meshws.internal.record.RecordObserver;
import io.meshws.internal.record.RecordTable;
import io.meshws.internal.security.Exposure;
import io.meshws.internal.security.NameRules;
import io.meshws.internal.security.Selector;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.binding.JsonBinding;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The records with their collections. Thread-safe. */
public final class CollectionTable extends RecordTable {
    private static final Topics.Kind<LiveCollection> COLLECTIONS = new Topics.Kind<>("collectionId");
    private static final FailureLog.Message RESOLVER_FAILED = new FailureLog.Message(
            System.getLogger(CollectionTable.class.getPackageName()), System.Logger.Level.WARNING, "MESH-0604");

    private final ConnectionTable connections;
    private final JsonBinding json;
    private final FailureLog failures;
    private final Exposure<CollectionResolver> exposed;
    private final Executor resolvers;
    private final IndexReplicas replicas;
    private final RecordLists lists;
    private final LongReplies longReplies;
    private final Set<LiveCollection> live = ConcurrentHashMap.newKeySet();

    public CollectionTable(
            MeshConfig config,
            Cluster cluster,
            ConnectionTable connections,
            JsonBinding json,
            LongReplies replies,
            RecordObserver observer,
            Environment environment,
            AppStages stages,
            Pace pace,
            FailureLog failures) {
        super(config, cluster, connections, json, observer, environment, stages, pace, failures);
        this.connections = connections;
        this.json = json;
        this.failures = failures;
        this.exposed = new Exposure<>(failures);
        this.resolvers = stages.executor("CollectionResolver");
        this.replicas = new IndexReplicas(cluster);
        this.longReplies = replies;
        this.lists = new RecordLists(cluster.recordIndex(), store(), stages.executor("Records.list"));
    }

    @Override
    public void exposeCollection(String collectionId, CollectionResolver resolver, Guard guard) {
        exposed.add(Selector.collection(collectionId), guard, Objects.requireNonNull(resolver, "resolver"));
    }

    @Override
    public void exposeCollection(Pattern collectionIds, CollectionResolver resolver, Guard guard) {
        exposed.add(
                Selector.matching(collectionIds, "collectionIds"), guard, Objects.requireNonNull(resolver, "resolver"));
    }

    @Override
    public boolean unexposeCollection(String collectionId) {
        return unexpose(Selector.collection(collectionId));
    }

    @Override
    public boolean unexposeCollection(Pattern collectionIds) {
        return unexpose(Selector.matching(collectionIds, "collectionIds"));
    }

    private boolean unexpose(Selector collections) {
        boolean removed = exposed.remove(collections);
        if (removed) {
            connections.all().forEach(connection -> connection
                    .topics()
                    .take(COLLECTIONS, id -> !exposed.covers(id))
                    .forEach(topic -> end(topic).thenRun(topic::taken)));
        }
        return removed;
    }

    @Override
    public <T> CompletionStage<RecordPage<T>> list(Pattern recordIds, ListOptions<T> options) {
        Objects.requireNonNull(options, "options");
        return lists.list(index(recordIds).all(), options);
    }

    private Index index(Pattern recordIds) {
        return indexes()
                .find(recordIds)
                .orElseThrow(() -> new IllegalStateException(
                        "No index was declared with the pattern " + recordIds + " on this instance"));
    }

    @Override
    protected void accessEnded() {
        super.accessEnded();
        live.forEach(collection -> collection.unexposed(recordId -> !isExposed(recordId)));
    }

    /**
     * Subscribes a client of this instance to a collection.
     *
     * @param replied completes when the client has its reply
     * @return the first state, which must be told when the client has its reply; empty if the client may not subscribe, or
     *     unsubscribes in the meantime
     */
    public CompletionStage<Optional<CollectionSnapshot>> subscribeCollection(
            Connection client, String collectionId, CompletionStage<Boolean> replied) {
        Topic<LiveCollection> topic = client.topics().request(COLLECTIONS, NameRules.collection(collectionId));
        return topic.answer(exposed.allows(client, collectionId), () -> begin(client, topic, replied), replied);
    }

    private CompletionStage<Optional<CollectionSnapshot>> begin(
            Connection client, Topic<LiveCollection> topic, CompletionStage<Boolean> replied) {
        Supplier<CompletionStage<Selected>> resolver = () -> resolve(client, topic.name());
        return resolver.get()
                .thenApply(Optional::of)
                .exceptionallyCompose(failure -> unavailable(failure)
                        ? CompletableFuture.failedStage(failure)
                        : CompletableFuture.completedStage(Optional.empty()))
                .thenCompose(selected -> selected.isEmpty()
                        ? CompletableFuture.completedStage(Optional.<CollectionSnapshot>empty())
                        : begin(client, topic, resolver, selected.get(), replied));
    }

    private CompletionStage<Optional<CollectionSnapshot>> begin(
            Connection client,
            Topic<LiveCollection> topic,
            Supplier<CompletionStage<Selected>> resolver,
            Selected selected,
            CompletionStage<Boolean> replied) {
        LiveCollection collection =
                new LiveCollection(client, topic.name(), this, replicas, resolver, longReplies, ended -> {
                    live.remove(ended);
                    client.topics().release(COLLECTIONS, topic.name(), ended);
                });
        LiveCollection before;
        boolean held;
        synchronized (topic) {
            before = topic.held();
            held = topic.hold(collection);
        }
        if (!held) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        if (before != null) {
            before.end();
        }
        live.add(collection);
        if (topic.isEnded()) {
            collection.end();
        }
        replied.thenAccept(success -> {
            if (!success) {
                collection.end();
            }
        });
        return collection.begin(selected, replied);
    }

    private static boolean unavailable(Throwable failure) {
        return Attempt.causeOf(failure) instanceof ClusterUnavailableException;
    }

    /** Asks the resolver. A failure is logged, unless it was meant. */
    private CompletionStage<Selected> resolve(Connection client, String collectionId) {
        Optional<CollectionResolver> resolver = exposed.settingOf(collectionId);
        if (resolver.isEmpty()) {
            return CompletableFuture.failedStage(new IllegalStateException("The collection is no longer exposed"));
        }
        return CompletableFuture.supplyAsync(
                        () -> Attempt.of(() -> asked(resolver.get(), client, collectionId)), resolvers)
                .thenCompose(Function.identity())
                .thenApply(this::selected)
                .whenComplete((selected, failure) -> {
                    if (failure != null
                            && !(Attempt.causeOf(failure) instanceof CommandException)
                            && !unavailable(failure)) {
                        failures.add(
                                RESOLVER_FAILED,
                                "resolver",
                                client.id(),
                                "The resolver of collection " + collectionId + " failed for connection " + client.id(),
                                Attempt.causeOf(failure));
                    }
                });
    }

    private static CompletionStage<? extends RecordSelection> asked(
            CollectionResolver resolver, Connection client, String collectionId) {
        try {
            return resolver.resolve(client, collectionId);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private Selected selected(RecordSelection selection) {
        if (selection == null) {
            throw new IllegalStateException("The resolver selected null");
        }
        if (selection instanceof RecordQuery query) {
            return new Selected(plan(query), List.of(), List.of());
        }
        RecordIds ids = (RecordIds) selection;
        List<String> different =
                ids.ids().stream().map(NameRules::record).distinct().toList();
        if (different.size() > RecordQuery.MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "A collection has at most " + RecordQuery.MAX_LIMIT + " records, found " + different.size());
        }
        return new Selected(
                null, different, ids.dependencies().stream().map(this::plan).toList());
    }

    private Plan plan(RecordQuery query) {
        return Plan.of(query, index(query.recordIds()), json);
    }

    /** Unsubscribes a client of this instance; returns whether it was subscribed, or about to be. */
    public CompletionStage<Boolean> unsubscribeCollection(Connection client, String collectionId) {
        Topic<LiveCollection> topic = client.topics().end(COLLECTIONS, NameRules.collection(collectionId));
        return topic == null
                ? CompletableFuture.completedStage(false)
                : end(topic).thenApply(done -> true);
    }

    private static CompletionStage<Void> end(Topic<LiveCollection> topic) {
        LiveCollection held = topic.held();
        return held == null ? CompletableFuture.completedStage(null) : held.end();
    }

    /** A bucket of an index that this instance follows changed. */
    public void received(IndexChange change) {
        replicas.received(change);
    }

    /** The store can be reached, for the first time or again. */
    public void rejoined() {
        replicas().rejoined();
        replicas.rejoined();
    }

    @Override
    public void closed(Connection connection) {
        super.closed(connection);
        connection.topics().endAll(COLLECTIONS).forEach(CollectionTable::end);
    }

    /** Called about once a second. */
    public void tick(long now) {
        tick();
        replicas.tick();
        live.forEach(collection -> collection.tick(now));
    }
}
