package io.meshws.internal.keep;

import io.meshws.Guard;
import io.meshws.KeepOptions;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.Unsaved;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Environment;
import io.meshws.internal.security.Exposure;
import io.meshws.internal.security.Selector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The keepers of one kind of thing. Finds the keeper of a name, loads from each and saves to all. Thread-safe.
 *
 * @param <K> a keeper
 * @param <T> the content of a name
 */
abstract sealed class Kept<K, T> permits KeptChannels, KeptRecords {
    final Saver saver;

    /** An exposure finds the setting of a name; its guards are never asked. */
    private final Exposure<Keeping<K, T>> keepings;

    private final List<Loader<T>> loaders = new CopyOnWriteArrayList<>();
    final Executor executor;
    final LongSupplier nanos;
    final KeeperLog log;
    private volatile boolean any;

    /** Makes the part that gives things to the keepers found by name, on the executor. */
    interface Savings<K, T> {
        Saver.Saving of(Function<String, Optional<Keeping<K, T>>> keepings, Executor executor, KeeperLog log);
    }

    Kept(
            Kind kind,
            Cluster cluster,
            Unsaved unsaved,
            Environment environment,
            AppStages stages,
            FailureLog failures,
            Savings<K, T> savings) {
        this.keepings = new Exposure<>(failures);
        this.executor = stages.executor(kind.keeper());
        this.nanos = environment.nanos();
        this.log = new KeeperLog(kind, failures);
        this.saver = new Saver(
                cluster,
                unsaved,
                savings.of(this::keeping, executor, log),
                kind.notSaved(),
                environment.scheduler(),
                log);
    }

    /** The keeper's content of these names. Runs on a worker. */
    abstract Map<String, T> loaded(K keeper, Set<String> names) throws Exception;

    public void add(Selector names, K keeper, KeepOptions options) {
        keep(names, keeper, options);
    }

    final Keeping<K, T> keep(Selector names, K keeper, KeepOptions options) {
        Objects.requireNonNull(keeper, "keeper");
        Objects.requireNonNull(options, "options");
        Loader<T> loader = new Loader<>(keeper, some -> loaded(keeper, some), options.batch(), executor, nanos, log);
        loaders.add(loader);
        Keeping<K, T> keeping = new Keeping<>(keeper, options, loader);
        keepings.add(names, Guard.ANYONE, keeping);
        any = true;
        return keeping;
    }

    /** Whether anything is kept. */
    final boolean any() {
        return any;
    }

    final Optional<Keeping<K, T>> keeping(String name) {
        return any ? keepings.settingOf(name) : Optional.empty();
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

    /** Saves unsaved items, as far as that is possible within some seconds. */
    public final CompletionStage<Void> stop() {
        return any ? saver.stop() : CompletableFuture.completedStage(null);
    }

    /** How many records were unsaved, or how many channels had unsaved messages or had some lately, when this instance last looked. */
    public final long unsaved() {
        return saver.waiting();
    }

    /** How often this instance could not save a record or a message. */
    public final long failedSaves() {
        return log.failedSaves();
    }
}
