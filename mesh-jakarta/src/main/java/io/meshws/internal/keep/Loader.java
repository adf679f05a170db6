package io.meshws.internal.keep;

import io.meshws.ClusterUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Loads names from one keeper. Names that are asked for while it loads are loaded together afterwards, each once for all
 * callers. Missing names and failures are remembered for a moment. Thread-safe.
 *
 * @param <T> the content of a name
 */
final class Loader<T> {
    static final Duration MEMORY = Duration.ofSeconds(1);
    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_LOADS = 2;

    private final Object keeper;
    private final Source<T> source;
    private final int batch;
    private final Executor executor;
    private final LongSupplier nanos;
    private final KeeperLog log;

    /** Names that were asked for and are not loaded. */
    private final Map<String, CompletableFuture<Optional<T>>> asked = new HashMap<>();

    private final Set<String> waiting = new LinkedHashSet<>();
    /** When each was found missing. */
    private final Map<String, Long> missing = new HashMap<>();

    private int loads;
    private Throwable failure;
    private long failedAt;

    interface Source<T> {
        /** The kept values of these names; a name that isn't kept has none. */
        Map<String, T> load(Set<String> names) throws Exception;
    }

    /**
     * @param keeper for the log
     * @param executor runs the source
     */
    Loader(Object keeper, Source<T> source, int batch, Executor executor, LongSupplier nanos, KeeperLog log) {
        this.keeper = keeper;
        this.source = source;
        this.batch = batch;
        this.executor = executor;
        this.nanos = nanos;
        this.log = log;
    }

    /** Empty if nothing is kept. Fails if that is unknown. */
    CompletionStage<Optional<T>> load(String name) {
        CompletableFuture<Optional<T>> result;
        synchronized (this) {
            long now = nanos.getAsLong();
            if (failure != null && now - failedAt < MEMORY.toNanos()) {
                return CompletableFuture.failedFuture(unavailable(failure));
            }
            Long found = missing.get(name);
            if (found != null && now - found < MEMORY.toNanos()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            result = asked.get(name);
            if (result != null) {
                return result;
            }
            result = new CompletableFuture<>();
            asked.put(name, result);
            waiting.add(name);
        }
        next();
        return result;
    }

    private ClusterUnavailableException unavailable(Throwable cause) {
        return new ClusterUnavailableException("The " + log.kind().name() + " cannot be loaded at present", cause);
    }

    /** Reads something else from the keeper. */
    <R> CompletionStage<R> read(Callable<R> reading) {
        synchronized (this) {
            if (failure != null && nanos.getAsLong() - failedAt < MEMORY.toNanos()) {
                return CompletableFuture.failedFuture(unavailable(failure));
            }
        }
        CompletableFuture<R> result = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                result.complete(reading.call());
            } catch (Throwable e) {
                failed(1, e);
                result.completeExceptionally(unavailable(e));
            }
        });
        return result;
    }

    private void failed(int number, Throwable thrown) {
        log.notLoaded(keeper, number, thrown);
        synchronized (this) {
            failure = thrown;
            failedAt = nanos.getAsLong();
        }
    }

    /** Called about once a second. */
    synchronized void tick() {
        long now = nanos.getAsLong();
        missing.values().removeIf(found -> now - found >= MEMORY.toNanos());
    }

    /** It is written here, so the keeper will have it. */
    synchronized void written(String name) {
        missing.remove(name);
    }

    /** Forgets which records were missing, because they may exist now. */
    synchronized void forget() {
        missing.clear();
        failure = null;
    }

    private void next() {
        Set<String> batchNames = take();
        if (!batchNames.isEmpty()) {
            executor.execute(() -> {
                load(batchNames);
                next();
            });
        }
    }

    private synchronized Set<String> take() {
        Set<String> taken = new LinkedHashSet<>();
        if (loads < MAX_LOADS) {
            for (Iterator<String> all = waiting.iterator(); all.hasNext() && taken.size() < batch; ) {
                taken.add(all.next());
                all.remove();
            }
            loads += taken.isEmpty() ? 0 : 1;
        }
        return taken;
    }

    private void load(Set<String> names) {
        Map<String, T> loaded = new HashMap<>();
        Throwable thrown = null;
        try {
            loaded.putAll(source.load(Set.copyOf(names)));
        } catch (Throwable e) {
            thrown = e;
            log.notLoaded(keeper, names.size(), e);
        }
        List<Runnable> answers = new ArrayList<>();
        synchronized (this) {
            loads--;
            failure = thrown;
            failedAt = nanos.getAsLong();
            for (String name : names) {
                CompletableFuture<Optional<T>> result = asked.remove(name);
                if (thrown != null) {
                    Throwable cause = thrown;
                    answers.add(() -> result.completeExceptionally(unavailable(cause)));
                    continue;
                }
                T found = loaded.get(name);
                if (found == null && missing.size() < MAX_REMEMBERED) {
                    missing.put(name, failedAt);
                }
                answers.add(() -> result.complete(Optional.ofNullable(found)));
            }
        }
        answers.forEach(Runnable::run);
    }
}
