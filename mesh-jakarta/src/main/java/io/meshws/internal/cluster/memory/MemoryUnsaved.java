package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.RecordIndex;
import io.meshws.internal.cluster.RecordStore.Keep;
import io.meshws.internal.cluster.UnsavedRecords;
import io.meshws.internal.serial.SerialQueue;
import io.meshws.spi.KeptRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The {@link MemoryRecords} that aren't saved yet. Thread-safe: everything changes under their lock. */
final class MemoryUnsaved implements UnsavedRecords {
    private final MemoryRecords records;
    private final Due due;
    private final Set<String> preloaded = ConcurrentHashMap.newKeySet();

    MemoryUnsaved(MemoryRecords records, LongSupplier nanos) {
        this.records = records;
        this.due = new Due(nanos);
    }

    /** Whether so many more records may be unsaved. */
    boolean fits(Map<String, Keep> written) {
        long more = written.keySet().stream().filter(id -> !due.contains(id)).count();
        return more == 0 || written.values().stream().allMatch(keep -> due.size() + more <= keep.maxUnsaved());
    }

    void add(String recordId, long delayMillis) {
        due.add(recordId, delayMillis);
    }

    boolean contains(String recordId) {
        return due.contains(recordId);
    }

    void clear() {
        due.clear();
    }

    @Override
    public CompletionStage<Taken> take(int limit, Duration ahead) {
        synchronized (records) {
            return CompletableFuture.completedFuture(due.take(limit, ahead));
        }
    }

    @Override
    public CompletionStage<List<KeptRecord>> read(List<String> recordIds) {
        synchronized (records) {
            List<KeptRecord> found = new ArrayList<>();
            long characters = 0;
            for (String recordId : recordIds) {
                KeptRecord kept = contains(recordId) ? records.kept(recordId) : null;
                if (kept == null) {
                    due.remove(recordId);
                    continue;
                }
                characters += kept.isDeletion() ? 0 : kept.value().length();
                if (!found.isEmpty() && characters > MAX_CHARACTERS) {
                    break;
                }
                found.add(kept);
            }
            return CompletableFuture.completedFuture(found);
        }
    }

    @Override
    public CompletionStage<Void> saved(List<KeptRecord> versions) {
        synchronized (records) {
            for (KeptRecord saved : versions) {
                if (records.isAt(saved)) {
                    due.remove(saved.recordId());
                } else {
                    due.putOff(List.of(saved.recordId()), Duration.ZERO);
                }
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> putOff(Collection<String> recordIds, Duration time) {
        synchronized (records) {
            due.putOff(recordIds, time);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> fill(List<KeptRecord> loaded, Function<KeptRecord, List<RecordIndex.Place>> places) {
        loaded.forEach(one -> records.fill(one, places.apply(one)).forEach(SerialQueue::run));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Preload> preload(String names) {
        return CompletableFuture.completedFuture(preloaded.contains(names) ? Preload.DONE : Preload.HERE);
    }

    @Override
    public CompletionStage<Void> preloaded(String names) {
        preloaded.add(names);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> surpass(KeptRecord kept) {
        records.surpass(kept);
        return CompletableFuture.completedFuture(null);
    }
}
