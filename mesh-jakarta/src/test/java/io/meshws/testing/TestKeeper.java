package io.meshws.testing;

import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A database in memory that can be away, or refuse values. Thread-safe. */
public final class TestKeeper implements RecordKeeper {
    public final Map<String, KeptRecord> rows = new ConcurrentHashMap<>();
    public final List<Set<String>> loads = new CopyOnWriteArrayList<>();
    /** The ids of each batch. */
    public final List<List<String>> batches = new CopyOnWriteArrayList<>();

    public volatile boolean away;
    /** A part of the values that the database refuses; null if it takes all. */
    public volatile String refused;
    /** Runs before ids are listed. */
    public volatile Runnable beforeList = () -> {};
    /** Runs before a batch is written. */
    public volatile Runnable beforeSave = () -> {};

    @Override
    public Collection<KeptRecord> load(Set<String> recordIds) {
        loads.add(recordIds);
        check();
        List<KeptRecord> found = new ArrayList<>();
        for (String recordId : recordIds) {
            KeptRecord row = rows.get(recordId);
            if (row != null) {
                found.add(row);
            }
        }
        return found;
    }

    @Override
    public List<String> ids(String after, int limit) {
        check();
        beforeList.run();
        return rows.values().stream()
                .filter(row -> !row.isDeletion())
                .map(KeptRecord::recordId)
                .filter(id -> id.compareTo(after) > 0)
                .sorted()
                .limit(limit)
                .toList();
    }

    private void check() {
        if (away) {
            throw new IllegalStateException("The database is away");
        }
    }

    @Override
    public Set<String> save(List<KeptRecord> batch) {
        return write(batch);
    }

    @Override
    public Set<String> delete(List<KeptRecord> batch) {
        return write(batch);
    }

    private synchronized Set<String> write(List<KeptRecord> batch) {
        batches.add(batch.stream().map(KeptRecord::recordId).toList());
        beforeSave.run();
        check();
        for (KeptRecord one : batch) {
            if (refused != null && !one.isDeletion() && one.value().contains(refused)) {
                throw new IllegalArgumentException("The database refuses this");
            }
        }
        Set<String> later = new HashSet<>();
        for (KeptRecord one : batch) {
            KeptRecord kept = rows.get(one.recordId());
            if (kept == null || kept.version() < one.version()) {
                rows.put(one.recordId(), one);
            } else {
                later.add(one.recordId());
            }
        }
        return later;
    }

    /** The kept value, or {@code deleted}, with its version; empty if there is none. */
    public String row(String recordId) {
        KeptRecord row = rows.get(recordId);
        return row == null ? "" : (row.isDeletion() ? "deleted" : row.value()) + " at " + row.version();
    }
}
