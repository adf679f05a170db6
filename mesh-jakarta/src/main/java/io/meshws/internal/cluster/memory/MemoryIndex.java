package io.meshws.internal.cluster.memory;

import io.meshws.ClusterUnavailableException;
import io.meshws.internal.cluster.ClusterMessage.IndexChange;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.RecordIndex;
import io.meshws.internal.serial.SerialQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The indexes beside {@link MemoryRecords}, which changes them under its own lock. Thread-safe. */
final class MemoryIndex implements RecordIndex {
    private final MemoryBus bus;
    private final Map<Bucket, TreeMap<String, String>> buckets = new HashMap<>();
    /** The places of each record. */
    private final Map<String, Map<Bucket, String>> places = new HashMap<>();

    private final Map<Bucket, Followers> followed = new HashMap<>();

    private static final class Followers {
        final String line = ConnectionId.newInstanceId();
        final SerialQueue announcements = new SerialQueue();
        long number;

        Version version() {
            return new Version(line, number);
        }
    }

    MemoryIndex(MemoryBus bus) {
        this.bus = bus;
    }

    @Override
    public synchronized CompletionStage<Reading> follow(Bucket bucket) {
        if (!bus.isOpen()) {
            return closed();
        }
        Version version =
                followed.computeIfAbsent(bucket, key -> new Followers()).version();
        return CompletableFuture.completedFuture(
                new Reading(version, entries(buckets.getOrDefault(bucket, new TreeMap<>()), Integer.MAX_VALUE)));
    }

    @Override
    public synchronized CompletionStage<Void> unfollow(Bucket bucket) {
        followed.remove(bucket);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<List<Entry>> read(Bucket bucket, String after, int limit) {
        if (!bus.isOpen()) {
            return closed();
        }
        return CompletableFuture.completedFuture(
                entries(buckets.getOrDefault(bucket, new TreeMap<>()).tailMap(after, false), limit));
    }

    private static List<Entry> entries(Map<String, String> found, int limit) {
        return found.entrySet().stream()
                .limit(limit)
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * The record is here from now on, and nowhere else.
     *
     * @return run outside of all locks, announces the changes
     */
    synchronized List<SerialQueue> put(String recordId, List<Place> there) {
        Map<Bucket, String> before = places.getOrDefault(recordId, Map.of());
        Map<Bucket, String> after = there.stream().collect(Collectors.toMap(Place::bucket, Place::values));
        List<SerialQueue> announcements = new ArrayList<>();
        before.forEach((bucket, values) -> {
            if (!after.containsKey(bucket)) {
                buckets.computeIfPresent(bucket, (key, entries) -> {
                    entries.remove(recordId);
                    return entries.isEmpty() ? null : entries;
                });
                announce(bucket, recordId, null, announcements);
            }
        });
        after.forEach((bucket, values) -> {
            if (!values.equals(before.get(bucket))) {
                buckets.computeIfAbsent(bucket, key -> new TreeMap<>()).put(recordId, values);
                announce(bucket, recordId, values, announcements);
            }
        });
        if (after.isEmpty()) {
            places.remove(recordId);
        } else {
            places.put(recordId, after);
        }
        return announcements;
    }

    private void announce(Bucket bucket, String recordId, String values, List<SerialQueue> announcements) {
        Followers followers = followed.get(bucket);
        if (followers != null) {
            followers.number++;
            IndexChange change = new IndexChange(bucket, followers.version(), recordId, values);
            followers.announcements.add(() -> bus.deliver(change));
            announcements.add(followers.announcements);
        }
    }

    synchronized void clear() {
        buckets.clear();
        places.clear();
        followed.clear();
    }

    private static <T> CompletionStage<T> closed() {
        return CompletableFuture.failedFuture(new ClusterUnavailableException("The instance is not running"));
    }
}
