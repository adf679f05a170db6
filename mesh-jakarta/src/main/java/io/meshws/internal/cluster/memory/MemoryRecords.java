package io.meshws.internal.cluster.memory;

import io.meshws.ClusterUnavailableException;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordChanges;
import io.meshws.internal.cluster.ClusterMessage.RecordExpired;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.serial.SerialQueue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

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
    /** When the time of a record is over, by the clock. */
    private final Map<String, Long> deadlines = new HashMap<>();
    /** The followed records, each with a queue for its changes. */
    private final Map<String, SerialQueue> followed = new HashMap<>();

    private final SerialQueue expirations = new SerialQueue();
    private final LongSupplier nanos;

    MemoryRecords(MemoryBus bus, LongSupplier nanos) {
        this.bus = bus;
        this.nanos = nanos;
    }

    @Override
    public CompletionStage<Stored> read(String recordId) {
        return read(List.of(recordId)).thenApply(found -> found.get(0));
    }

    @Override
    public CompletionStage<List<Stored>> read(List<String> recordIds) {
        if (!bus.isOpen()) {
            return closed();
        }
        recordIds.forEach(this::expire);
        synchronized (this) {
            return CompletableFuture.completedFuture(
                    recordIds.stream().map(this::stored).toList());
        }
    }

    @Override
    public CompletionStage<Stored> follow(String recordId, Version heard) {
        if (!bus.isOpen()) {
            return closed();
        }
        expire(recordId);
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
        return write(new Transaction(write.id(), List.of(Part.of(write)), write.insisting()))
                .thenApply(there -> there.map(all -> all.get(0)));
    }

    @Override
    public CompletionStage<Optional<List<Stored>>> write(Transaction transaction) {
        if (!bus.isOpen()) {
            return closed();
        }
        transaction.parts().forEach(part -> expire(part.recordId()));
        List<SerialQueue> announcements;
        synchronized (this) {
            List<Stored> current = transaction.parts().stream()
                    .map(part -> stored(part.recordId()))
                    .toList();
            for (int i = 0; i < current.size(); i++) {
                if (!current.get(i).version().equals(transaction.parts().get(i).expected())) {
                    return CompletableFuture.completedFuture(Optional.of(current));
                }
            }
            List<Write> writes = transaction.parts().stream()
                    .map(Part::write)
                    .filter(Objects::nonNull)
                    .toList();
            writes.forEach(this::put);
            announcements = announce(writes.stream().map(Write::change).toList());
        }
        announcements.forEach(SerialQueue::run);
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private void put(Write write) {
        put(write.recordId(), new Stored(write.version(), write.value()));
        if (write.value() != null && write.lifeMillis() > 0) {
            deadlines.put(write.recordId(), nanos.getAsLong() + write.lifeMillis() * 1_000_000);
        }
    }

    /** Under the lock; the result runs outside of it. */
    private List<SerialQueue> announce(List<RecordChange> changes) {
        List<RecordChange> heard = changes.stream()
                .filter(change -> followed.containsKey(change.recordId()))
                .toList();
        if (heard.isEmpty()) {
            return List.of();
        }
        List<SerialQueue> queues =
                heard.stream().map(change -> followed.get(change.recordId())).toList();
        ClusterMessage message = heard.size() == 1 ? heard.get(0) : new RecordChanges(heard);
        SerialQueue.addTogether(queues, () -> bus.deliver(message));
        return queues;
    }

    @Override
    public CompletionStage<Void> expire() {
        if (!bus.isOpen()) {
            return closed();
        }
        List<String> overdue;
        synchronized (this) {
            overdue = deadlines.keySet().stream().filter(this::isOverdue).toList();
        }
        overdue.forEach(this::expire);
        return CompletableFuture.completedFuture(null);
    }

    private boolean isOverdue(String recordId) {
        Long deadline = deadlines.get(recordId);
        return deadline != null && deadline - nanos.getAsLong() <= 0;
    }

    /** Removes the record if its time is over. */
    private void expire(String recordId) {
        List<SerialQueue> announcements;
        synchronized (this) {
            if (!isOverdue(recordId)) {
                return;
            }
            Stored before = stored(recordId);
            Version base = before.version();
            Version last = new Version(base.epoch(), ConnectionId.newInstanceId(), base.number() + 1);
            put(recordId, new Stored(last, null));
            announcements = announce(List.of(new RecordChange(recordId, base, last, List.of(RecordStep.DELETED))));
            expirations.add(() -> bus.deliver(new RecordExpired(recordId, before.value(), last.number())));
        }
        announcements.forEach(SerialQueue::run);
        expirations.run();
    }

    synchronized void clear() {
        records.clear();
        deleted.clear();
        deadlines.clear();
        followed.clear();
    }

    private Stored stored(String recordId) {
        Stored found = records.get(recordId);
        return found != null ? found : deleted.getOrDefault(recordId, Stored.NOTHING);
    }

    private void put(String recordId, Stored stored) {
        records.remove(recordId);
        deleted.remove(recordId);
        deadlines.remove(recordId);
        (stored.value() == null ? deleted : records).put(recordId, stored);
    }

    private static <T> CompletionStage<T> closed() {
        return CompletableFuture.failedFuture(new ClusterUnavailableException("The instance is not running"));
    }
}
