package io.meshws.internal.keep;

import io.meshws.Guard;
import io.meshws.KeepOptions;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.RecordIndex.Place;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.UnsavedRecords;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Host;
import io.meshws.internal.security.Exposure;
import io.meshws.internal.security.Selector;
import io.meshws.protocol.Json;
import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * The store's records, and behind them those that keepers have. What isn't kept goes to the store as it is. Thread-safe.
 */
public final class KeptRecords implements RecordStore {
    private final RecordStore store;
    private final UnsavedRecords unsaved;
    /** An exposure finds the setting of a name; nobody asks the guards. */
    private final Exposure<Keeping<RecordKeeper, KeptRecord>> keepings;

    private final List<Loader<KeptRecord>> loaders = new CopyOnWriteArrayList<>();
    private final Executor executor;
    private final LongSupplier nanos;
    private final KeeperLog log;
    private final Saver saver;
    private final BiFunction<String, String, List<Place>> places;
    private volatile boolean any;

    /** @param places where a record with an id and a value is in indexes */
    public KeptRecords(
            Cluster cluster,
            Host host,
            AppStages stages,
            FailureLog failures,
            BiFunction<String, String, List<Place>> places) {
        this.places = places;
        this.store = cluster.records();
        this.unsaved = cluster.unsaved();
        this.keepings = new Exposure<>(failures);
        this.executor = stages.executor("RecordKeeper");
        this.nanos = host.nanos();
        this.log = new KeeperLog(Kind.RECORD, failures);
        this.saver = new Saver(
                cluster,
                unsaved,
                new RecordSaver(unsaved, this::keeping, executor, log),
                "The record was written, but is not saved yet; that is tried again",
                host.scheduler(),
                log);
    }

    public void add(Selector records, RecordKeeper keeper, KeepOptions options) {
        Objects.requireNonNull(keeper, "keeper");
        Objects.requireNonNull(options, "options");
        Loader<KeptRecord> loader =
                new Loader<>(keeper, ids -> loaded(keeper, ids), options.batch(), executor, nanos, log);
        loaders.add(loader);
        keepings.add(records, Guard.ANYONE, new Keeping<>(keeper, options, loader));
        any = true;
    }

    private static Map<String, KeptRecord> loaded(RecordKeeper keeper, Set<String> recordIds) throws Exception {
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

    private Optional<Keeping<RecordKeeper, KeptRecord>> keeping(String recordId) {
        return any ? keepings.settingOf(recordId) : Optional.empty();
    }

    @Override
    public CompletionStage<Stored> read(String recordId) {
        return read(List.of(recordId)).thenApply(found -> found.get(0));
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

    /** Gives the store what it doesn't have; whether there was anything. */
    private CompletionStage<Boolean> filled(List<String> recordIds, List<Stored> found) {
        if (!any) {
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
    public CompletionStage<Optional<Stored>> write(Write write) {
        return write(new Transaction(write.id(), List.of(Part.of(write)), write.insisting()))
                .thenApply(there -> there.map(all -> all.get(0)));
    }

    @Override
    public CompletionStage<Optional<List<Stored>>> write(Transaction transaction) {
        if (!any) {
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

    /** The store may have lost data. */
    public void rejoined() {
        loaders.forEach(Loader::forget);
    }

    /** Called about once a second. */
    public void tick() {
        if (any) {
            loaders.forEach(Loader::tick);
            saver.tick();
        }
    }

    /** Saves what isn't, as far as that is possible within some seconds. */
    public CompletionStage<Void> stop() {
        return any ? saver.stop() : CompletableFuture.completedStage(null);
    }

    /** How many records were unsaved when this instance last looked. */
    public long unsaved() {
        return saver.waiting();
    }

    /** How often this instance could not save a record. */
    public long failedSaves() {
        return log.failedSaves();
    }
}
