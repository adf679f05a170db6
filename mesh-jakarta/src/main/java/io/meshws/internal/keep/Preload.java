package io.meshws.internal.keep;

import io.meshws.KeepOptions;
import io.meshws.internal.cluster.UnsavedRecords;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.Json;
import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Loads the records that a keeper has into a store that lost them, a batch at a time, on one of the instances. If that fails it
 * begins again a moment later. Thread-safe.
 */
final class Preload {
    /** After a failure, and while another instance loads. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final String names;
    private final RecordKeeper keeper;
    private final KeepOptions options;
    private final Predicate<String> concerns;
    private final Function<List<KeptRecord>, CompletionStage<Boolean>> filling;
    private final UnsavedRecords store;
    private final Executor executor;
    private final LongSupplier nanos;
    private final KeeperLog log;

    private boolean wanted;
    private boolean running;
    private long notBefore;

    /**
     * @param names for which records, in a form that is the same on every instance
     * @param concerns whether a record is one of them
     * @param filling gives the store records that it doesn't have
     * @param executor runs the keeper
     */
    Preload(
            String names,
            Keeping<RecordKeeper, KeptRecord> keeping,
            Predicate<String> concerns,
            Function<List<KeptRecord>, CompletionStage<Boolean>> filling,
            UnsavedRecords store,
            Executor executor,
            LongSupplier nanos,
            KeeperLog log) {
        this.names = names;
        this.keeper = keeping.keeper();
        this.options = keeping.options();
        this.concerns = concerns;
        this.filling = filling;
        this.store = store;
        this.executor = executor;
        this.nanos = nanos;
        this.log = log;
        begin();
    }

    /** The store may not have the records. */
    synchronized void begin() {
        wanted = true;
        notBefore = nanos.getAsLong();
    }

    /** Called about once a second while the store is there. */
    void tick() {
        synchronized (this) {
            if (!wanted || running || nanos.getAsLong() - notBefore < 0) {
                return;
            }
            running = true;
            wanted = false;
        }
        Attempt.of(() -> next("", 0)).whenComplete((done, failure) -> end(failure == null && done));
    }

    private synchronized void end(boolean done) {
        running = false;
        if (!done) {
            wanted = true;
            notBefore = nanos.getAsLong() + PAUSE.toNanos();
        }
    }

    /**
     * @param after the last id of the page before
     * @param loaded how many records were loaded
     * @return whether the store has the records then
     */
    private CompletionStage<Boolean> next(String after, int loaded) {
        return store.preload(names).thenCompose(state -> switch (state) {
            case DONE -> CompletableFuture.completedFuture(true);
            case ELSEWHERE -> CompletableFuture.completedFuture(false);
            case HERE -> page(after, options.preload() - loaded).thenCompose(page -> load(page, loaded));
        });
    }

    /** Some ids in the keeper's order, and those of their records that can be loaded. */
    private record Page(List<String> ids, List<KeptRecord> records) {}

    private CompletableFuture<Page> page(String after, int most) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        List<String> ids = List.copyOf(keeper.ids(after, options.batch()));
                        if (!ids.isEmpty() && ids.get(ids.size() - 1).equals(after)) {
                            throw new IllegalStateException("ids(\"" + after + "\", …) listed the page before again");
                        }
                        Set<String> some =
                                ids.stream().filter(concerns).limit(most).collect(Collectors.toUnmodifiableSet());
                        return new Page(ids, some.isEmpty() ? List.of() : readable(keeper.load(some)));
                    } catch (Exception e) {
                        log.notLoaded(keeper, options.batch(), e);
                        throw new IllegalStateException(e);
                    }
                },
                executor);
    }

    /** The others are refused to those who ask for them. */
    private List<KeptRecord> readable(Collection<KeptRecord> records) {
        return records.stream()
                .filter(one -> {
                    try {
                        return !one.isDeletion() && Json.readTrusted(one.value()) != null;
                    } catch (RuntimeException e) {
                        log.notLoaded(keeper, 1, e);
                        return false;
                    }
                })
                .toList();
    }

    private CompletionStage<Boolean> load(Page page, int before) {
        int loaded = before + page.records().size();
        boolean enough = loaded >= options.preload();
        return filling.apply(page.records()).thenCompose(done -> {
            if (page.ids().size() >= options.batch() && !enough) {
                return next(page.ids().get(page.ids().size() - 1), loaded);
            }
            if (enough) {
                log.preloaded(keeper, loaded);
            }
            // A keeper that lists nothing may list something when the application is deployed again.
            return loaded == 0
                    ? CompletableFuture.completedFuture(true)
                    : store.preloaded(names).thenApply(noted -> true);
        });
    }
}
