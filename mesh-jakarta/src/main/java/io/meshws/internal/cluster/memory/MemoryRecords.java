package io.meshws.internal.cluster.memory;

import io.meshws.ClusterUnavailableException;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.serial.SerialQueue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Thread-safe: stored values change under this object's lock. The changes of one record are announced in the same
 * order, outside of the lock. Of the deleted records the last ones are remembered, limited by number instead of time.
 */
final class MemoryRecords implements RecordStore {
    private static final int MAX_DELETED = 10_000;

    private final MemoryBus bus;
    private final Map<String, Stored> records = new HashMap<>();
    private final Map<String, Stored> deleted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Stored> eldest) {
            return size() > MAX_DELETED;
        }
    };
    /** The followed records, each with a queue for its changes. */
    private final Map<String, SerialQueue> followed = new HashMap<>();

    MemoryRecords(MemoryBus bus) {
        this.bus = bus;
    }

    @Override
    public CompletionStage<Stored> read(String recordId) {
        if (!bus.isOpen()) {
            return closed();
        }
        synchronized (this) {
            return CompletableFuture.completedFuture(stored(recordId));
        }
    }

    @Override
    public CompletionStage<Stored> follow(String recordId, Version heard) {
        if (!bus.isOpen()) {
            return closed();
        }
        synchronized (this) {
            followed.computeIfAbsent(recordId, id -> new SerialQueue());
            return CompletableFuture.completedFuture(stored(recordId));
        }
    }

    @Override
    public CompletionStage<Void> unfollow(String recordId) {
        synchronized (this) {
            followed.remove(recordId);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Optional<Stored>> write(Write write) {
        if (!bus.isOpen()) {
            return closed();
        }
        SerialQueue changes;
        synchronized (this) {
            Stored current = stored(write.recordId());
            if (!current.version().equals(write.expected())) {
                return CompletableFuture.completedFuture(Optional.of(current));
            }
            put(write.recordId(), new Stored(write.version(), write.value()));
            changes = followed.get(write.recordId());
            if (changes != null) {
                changes.add(() -> bus.deliver(write.change()));
            }
        }
        if (changes != null) {
            changes.run();
        }
        return CompletableFuture.completedFuture(Optional.empty());
    }

    synchronized void clear() {
        records.clear();
        deleted.clear();
        followed.clear();
    }

    private Stored stored(String recordId) {
        Stored found = records.get(recordId);
        return found != null ? found : deleted.getOrDefault(recordId, Stored.NOTHING);
    }

    private void put(String recordId, Stored stored) {
        records.remove(recordId);
        deleted.remove(recordId);
        (stored.value() == null ? deleted : records).put(recordId, stored);
    }

    private static <T> CompletionStage<T> closed() {
        return CompletableFuture.failedFuture(new ClusterUnavailableException("The instance is not running"));
    }
}
