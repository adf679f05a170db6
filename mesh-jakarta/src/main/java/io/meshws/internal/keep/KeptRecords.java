package io.meshws.internal.keep;

import io.meshws.KeepOptions;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.RecordIndex.Place;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.UnsavedRecords;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Environment;
import io.meshws.internal.security.Selector;
import io.meshws.protocol.Json;
import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/**
 * The store's records, and behind them those that keepers have. Records that aren't kept go straight to the store.
 * Thread-safe.
 */
public final class KeptRecords extends Kept<RecordKeeper, KeptRecord> implements RecordStore {
    private final Cluster cluster;
    private final RecordStore store;
    private final UnsavedRecords unsaved;
    private final BiFunction<String, String, List<Place>> places;
    private final List<Preload> preloads = new CopyOnWriteArrayList<>();

    /** @param places where a record with an id and a value is in indexes */
    public KeptRecords(
            Cluster cluster,
            Environment environment,
            AppStages stages,
            FailureLog failures,
            BiFunction<String, String, List<Place>> places) {
        super(
                Kind.RECORD,
                cluster,
                cluster.unsaved(),
                environment,
                stages,
                failures,
                (keepings, executor, log) -> new RecordSaver(cluster.unsaved(), keepings, executor, log));
        this.places = places;
        this.cluster = cluster;
        this.store = cluster.records();
        this.unsaved = cluster.unsaved();
    }

    /** Refused at once if each write would be. */
    @Override
    public void add(Selector recordIds, RecordKeeper keeper, KeepOptions options) {
        if (!cluster.keepsRecords()) {
            throw new IllegalStateException(
                    "records.keep doesn't work in a Redis Cluster: a record and the set of unsaved ones are in different slots");
        }
        Keeping<RecordKeeper, KeptRecord> keeping = keep(recordIds, keeper, options);
        if (options.preload() > 0) {
            preloads.add(new Preload(
                    text(recordIds),
                    keeping,
                    recordId ->
                            keeping(recordId).filter(found -> found == keeping).isPresent(),
                    this::fill,
                    unsaved,
                    executor,
                    nanos,
                    log));
        }
    }

    private static String text(Selector recordIds) {
        return recordIds instanceof Selector.Matching matching
                ? matching.pattern().flags() + ":" + matching.pattern().pattern()
                : recordIds.toString();
    }

    @Override
    public void rejoined() {
        super.rejoined();
        preloads.forEach(Preload::begin);
    }

    @Override
    public void tick() {
        super.tick();
        if (cluster.isAvailable()) {
            preloads.forEach(Preload::tick);
        }
    }

    @Override
    Map<String, KeptRecord> loaded(RecordKeeper keeper, Set<String> recordIds) throws Exception {
        Map<String, KeptRecord> loaded = new HashMap<>();
        for (KeptRecord one : keeper.load(recordIds)) {
            if (!one.isDeletion()) {
                // A value that isn't JSON would fail later, and for everybody.
                Json.readTrusted(one.value());
            }
            loaded.put(one.recordId(), one);
        }
        return loaded;
    }

    @Override
    public CompletionStage<List<Stored>> read(List<String> recordIds) {
        return store.read(recordIds).thenCompose(found -> filled(recordIds, found)
                .thenCompose(more -> more ? store.read(recordIds) : CompletableFuture.completedStage(found)));
    }

    @Override
    public CompletionStage<Stored> follow(String recordId, Version heard) {
        return store.follow(recordId, heard).thenCompose(found -> filled(List.of(recordId), List.of(found))
                .thenCompose(more -> more ? store.follow(recordId, heard) : CompletableFuture.completedStage(found)));
    }

    /** Gives the store the records that it doesn't have; returns whether there were any. */
    private CompletionStage<Boolean> filled(List<String> recordIds, List<Stored> found) {
        if (!any()) {
            return CompletableFuture.completedStage(false);
        }
        List<CompletableFuture<Optional<KeptRecord>>> loading = new ArrayList<>();
        for (int i = 0; i < recordIds.size(); i++) {
            String recordId = recordIds.get(i);
            if (found.get(i).version().equals(Version.NONE)) {
                keeping(recordId)
                        .ifPresent(keeping ->
                                loading.add(keeping.loader().load(recordId).toCompletableFuture()));
            }
        }
        return CompletableFuture.allOf(loading.toArray(CompletableFuture[]::new))
                .thenCompose(done -> fill(loading.stream()
                        .map(CompletableFuture::join)
                        .flatMap(Optional::stream)
                        .toList()));
    }

    private CompletionStage<Boolean> fill(List<KeptRecord> loaded) {
        return loaded.isEmpty()
                ? CompletableFuture.completedStage(false)
                : unsaved.fill(loaded, one -> one.isDeletion() ? List.of() : places.apply(one.recordId(), one.value()))
                        .thenApply(done -> true);
    }

    @Override
    public CompletionStage<Void> unfollow(String recordId) {
        return store.unfollow(recordId);
    }

    @Override
    public CompletionStage<Optional<List<Stored>>> write(Transaction transaction) {
        if (!any()) {
            return store.write(transaction);
        }
        List<String> recordIds =
                transaction.parts().stream().map(Part::recordId).toList();
        List<String> waitedFor = new ArrayList<>();
        List<Part> parts =
                transaction.parts().stream().map(part -> kept(part, waitedFor)).toList();
        return store.write(new Transaction(transaction.id(), parts, transaction.insisting()))
                .thenCompose(there -> there.isPresent()
                        ? current(recordIds, there.get())
                        : saver.saved(waitedFor, waitedFor).thenApply(saved -> there));
    }

    /** @param waitedFor gets the record's id if the write counts as done when it's saved */
    private Part kept(Part part, List<String> waitedFor) {
        Optional<Keeping<RecordKeeper, KeptRecord>> keeping =
                part.write() == null ? Optional.empty() : keeping(part.recordId());
        if (keeping.isEmpty()) {
            return part;
        }
        keeping.get().loader().written(part.recordId());
        if (keeping.get().isAwaited()) {
            waitedFor.add(part.recordId());
        }
        return Part.of(part.write()
                .kept(new Keep(
                        keeping.get().options().maxUnsaved(), keeping.get().delayMillis())));
    }

    /** The records as they are now: those that were found, or all read again if keepers had more of them. */
    private CompletionStage<Optional<List<Stored>>> current(List<String> recordIds, List<Stored> found) {
        return filled(recordIds, found)
                .thenCompose(more -> more ? store.read(recordIds) : CompletableFuture.completedStage(found))
                .thenApply(Optional::of);
    }

    @Override
    public CompletionStage<Optional<Duration>> expire() {
        return store.expire();
    }
}
