package io.meshws.internal.keep;

import io.meshws.ClusterUnavailableException;
import io.meshws.protocol.Json;
import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Loads records from one keeper. Those that are asked for while it loads are loaded together afterwards, each once, however many
 * ask. That a record is not kept is remembered for a moment, and so is a failure. Thread-safe.
 */
final class RecordLoader {
    static final Duration MEMORY = Duration.ofSeconds(1);
    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_LOADS = 2;

    private final RecordKeeper keeper;
    private final int batch;
    private final Executor executor;
    private final LongSupplier nanos;
    private final KeeperLog log;

    /** Ids that were asked for and are not loaded. */
    private final Map<String, CompletableFuture<Optional<KeptRecord>>> asked = new HashMap<>();

    private final Set<String> waiting = new LinkedHashSet<>();
    /** When each was found missing. */
    private final Map<String, Long> missing = new HashMap<>();

    private int loads;
    private Throwable failure;
    private long failedAt;

    /** @param executor runs the keeper */
    RecordLoader(RecordKeeper keeper, int batch, Executor executor, LongSupplier nanos, KeeperLog log) {
        this.keeper = keeper;
        this.batch = batch;
        this.executor = executor;
        this.nanos = nanos;
        this.log = log;
    }

    /** Empty if the record is not kept. Fails if that is unknown. */
    CompletionStage<Optional<KeptRecord>> load(String recordId) {
        CompletableFuture<Optional<KeptRecord>> result;
        synchronized (this) {
            long now = nanos.getAsLong();
            if (failure != null && now - failedAt < MEMORY.toNanos()) {
                return CompletableFuture.failedFuture(unavailable(failure));
            }
            Long found = missing.get(recordId);
            if (found != null && now - found < MEMORY.toNanos()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            result = asked.get(recordId);
            if (result != null) {
                return result;
            }
            result = new CompletableFuture<>();
            asked.put(recordId, result);
            waiting.add(recordId);
        }
        next();
        return result;
    }

    private static ClusterUnavailableException unavailable(Throwable cause) {
        return new ClusterUnavailableException("The record cannot be loaded at present", cause);
    }

    /** Called about once a second. */
    synchronized void tick() {
        long now = nanos.getAsLong();
        missing.values().removeIf(found -> now - found >= MEMORY.toNanos());
    }

    /** The record is written here, so the keeper will have it. */
    synchronized void written(String recordId) {
        missing.remove(recordId);
    }

    /** Forgets which records were missing, because they may exist now. */
    synchronized void forget() {
        missing.clear();
        failure = null;
    }

    private void next() {
        Set<String> batchIds = take();
        if (!batchIds.isEmpty()) {
            executor.execute(() -> {
                load(batchIds);
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

    private void load(Set<String> recordIds) {
        Map<String, KeptRecord> loaded = new HashMap<>();
        Throwable thrown = null;
        try {
            for (KeptRecord one : keeper.load(Set.copyOf(recordIds))) {
                loaded.put(one.recordId(), checked(one));
            }
        } catch (Throwable e) {
            thrown = e;
            log.notLoaded(keeper, recordIds.size(), e);
        }
        List<Runnable> answers = new ArrayList<>();
        synchronized (this) {
            loads--;
            failure = thrown;
            failedAt = nanos.getAsLong();
            for (String recordId : recordIds) {
                CompletableFuture<Optional<KeptRecord>> result = asked.remove(recordId);
                if (thrown != null) {
                    Throwable cause = thrown;
                    answers.add(() -> result.completeExceptionally(unavailable(cause)));
                    continue;
                }
                KeptRecord found = loaded.get(recordId);
                if (found == null && missing.size() < MAX_REMEMBERED) {
                    missing.put(recordId, failedAt);
                }
                answers.add(() -> result.complete(Optional.ofNullable(found)));
            }
        }
        answers.forEach(Runnable::run);
    }

    /** A value that isn't JSON would fail later, and for everybody. */
    private static KeptRecord checked(KeptRecord loaded) {
        if (!loaded.isDeletion()) {
            Json.readTrusted(loaded.value());
        }
        return loaded;
    }
}
