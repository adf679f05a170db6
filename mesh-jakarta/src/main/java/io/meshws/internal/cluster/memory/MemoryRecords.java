package io.meshws.internal.cluster.memory;

import io.meshws.ClusterUnavailableException;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordChanges;
import io.meshws.internal.cluster.ClusterMessage.RecordExpired;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.KeptMark;
import io.meshws.internal.cluster.RecordIndex;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.UnsavedRecords;
import io.meshws.internal.serial.SerialQueue;
import io.meshws.spi.KeptRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Thread-safe: stored values change under this object's lock. The changes of one record are announced in the same
 * order, outside of the lock. Of the deleted records the last ones are remembered, limited by number instead of time.
 */
final class MemoryRecords implements RecordStore {
    private static final int MAX_DELETED = 10_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final MemoryBus bus;
    private final Map<String, Stored> records = new HashMap<>();
    private final Map<String, Stored> deleted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Stored> eldest) {
            return size() > MAX_DELETED && !unsaved.contains(eldest.getKey());
        }
    };
    /** When the time of a record is over, by the clock. */
    private final Deadlines deadlines = new Deadlines();
    /** The followed records, each with a queue for its changes. */
    private final Map<String, SerialQueue> followed = new HashMap<>();

    private final SerialQueue expirations = new SerialQueue();
    private final MemoryIndex index;
    private final LongSupplier nanos;
    private final LongSupplier millis;
    private final MemoryUnsaved unsaved;
    /** The records whose versions are noted as unsaved, no matter who writes them. */
    private final Set<String> kept = new HashSet<>();

    MemoryRecords(MemoryBus bus, LongSupplier nanos, LongSupplier millis) {
        this.bus = bus;
        this.nanos = nanos;
        this.millis = millis;
        this.unsaved = new MemoryUnsaved(this, nanos);
        this.index = new MemoryIndex(bus);
    }

    MemoryUnsaved unsaved() {
        return unsaved;
    }

    RecordIndex index() {
        return index;
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
    public CompletionStage<Optional<List<Stored>>> write(Transaction transaction) {
        if (!bus.isOpen()) {
            return closed();
        }
        transaction.parts().forEach(part -> expire(part.recordId()));
        List<SerialQueue> announcements = new ArrayList<>();
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
            Map<String, Keep> toKeep = new HashMap<>();
            writes.stream()
                    .filter(write -> write.keep() != null)
                    .forEach(write -> toKeep.put(write.recordId(), write.keep()));
            if (!unsaved.fits(toKeep)) {
                return UnsavedRecords.tooMany();
            }
            writes.forEach(this::put);
            kept.addAll(toKeep.keySet());
            toKeep.forEach((recordId, keep) -> unsaved.add(recordId, keep.delayMillis()));
            writes.forEach(write -> announcements.addAll(index.put(write.recordId(), write.places())));
            announcements.addAll(announce(writes.stream().map(Write::change).toList()));
        }
        announcements.forEach(SerialQueue::run);
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private void put(Write write) {
        put(write.recordId(), new Stored(write.version(), write.value()));
        if (write.value() != null && write.lifeMillis() > 0) {
            deadlines.put(write.recordId(), nanos.getAsLong() + write.lifeMillis() * NANOS_PER_MILLI);
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
    public CompletionStage<Optional<Duration>> expire() {
        if (!bus.isOpen()) {
            return closed();
        }
        List<String> overdue;
        synchronized (this) {
            overdue = deadlines.over(nanos.getAsLong());
        }
        overdue.forEach(this::expire);
        synchronized (this) {
            return CompletableFuture.completedFuture(
                    Optional.ofNullable(deadlines.next()).map(next -> Duration.ofNanos(next - nanos.getAsLong())));
        }
    }

    /** Removes the record if its time is over. */
    private void expire(String recordId) {
        List<SerialQueue> announcements = new ArrayList<>();
        synchronized (this) {
            if (!deadlines.isOver(recordId, nanos.getAsLong())) {
                return;
            }
            Stored before = stored(recordId);
            Version base = before.version();
            Version last = new Version(base.epoch(), ConnectionId.newInstanceId(), base.number() + 1);
            put(recordId, new Stored(last, null));
            if (kept.contains(recordId)) {
                unsaved.add(recordId, 0);
            }
            announcements.addAll(index.put(recordId, List.of()));
            announcements.addAll(
                    announce(List.of(new RecordChange(recordId, base, last, List.of(RecordStep.DELETED)))));
            expirations.add(() -> bus.deliver(new RecordExpired(recordId, before.value(), last.number())));
        }
        announcements.forEach(SerialQueue::run);
        expirations.run();
    }

    /** Null if there is none. */
    synchronized KeptRecord kept(String recordId) {
        Stored stored = stored(recordId);
        Version at = stored.version();
        if (at.equals(Version.NONE)) {
            return null;
        }
        Long deadline = deadlines.of(recordId);
        long end = deadline == null ? 0 : millis.getAsLong() + (deadline - nanos.getAsLong()) / NANOS_PER_MILLI;
        return new KeptRecord(recordId, at.number(), stored.value(), new KeptMark(at.epoch(), at.write(), end).text());
    }

    synchronized boolean isAt(KeptRecord version) {
        return stored(version.recordId()).version().equals(KeptMark.of(version).version(version.version()));
    }

    /** The result runs outside of the lock. */
    synchronized List<SerialQueue> fill(KeptRecord loaded, List<RecordIndex.Place> places) {
        String recordId = loaded.recordId();
        if (!stored(recordId).version().equals(Version.NONE)) {
            return List.of();
        }
        KeptMark mark = KeptMark.of(loaded);
        put(recordId, new Stored(mark.version(loaded.version()), loaded.value()));
        kept.add(recordId);
        if (mark.deadlineMillis() > 0) {
            deadlines.put(recordId, nanos.getAsLong() + (mark.deadlineMillis() - millis.getAsLong()) * NANOS_PER_MILLI);
        }
        return loaded.isDeletion() ? List.of() : index.put(recordId, places);
    }

    void surpass(KeptRecord newer) {
        List<SerialQueue> announcements;
        synchronized (this) {
            String recordId = newer.recordId();
            Stored before = stored(recordId);
            Version base = KeptMark.of(newer).version(newer.version());
            long ahead = before.version().number() - newer.version();
            if (ahead > 0 || before.equals(Stored.NOTHING) || before.version().equals(base)) {
                unsaved.saved(List.of(newer));
                return;
            }
            Version last = new Version(before.version().epoch(), ConnectionId.newInstanceId(), base.number() + 1);
            put(recordId, new Stored(last, before.value()));
            unsaved.add(recordId, 0);
            announcements = announce(
                    List.of(new RecordChange(recordId, base, last, List.of(new RecordStep(null, before.value())))));
        }
        announcements.forEach(SerialQueue::run);
    }

    synchronized void clear() {
        unsaved.clear();
        kept.clear();
        records.clear();
        deleted.clear();
        deadlines.clear();
        followed.clear();
        index.clear();
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
