package io.meshws.keeper.jpa;

import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.CacheStoreMode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Keeps records as {@link RecordRow}s of a persistence unit. A row is only ever replaced by a later version: rows are locked while
 * they are compared. Thread-safe.
 *
 * <p>Each call is a transaction. For a unit with a JTA data source, the {@link Transactions} of the server begin and end it; for one
 * of {@code RESOURCE_LOCAL}, the entity manager's own.
 */
public final class JpaRecordKeeper implements RecordKeeper {
    private static final int MAX_LISTED = 100;

    private final EntityManagerFactory units;
    private final Transactions transactions;

    /** Runs something in a transaction of its own, such as a method with {@code @Transactional(REQUIRES_NEW)}. */
    @FunctionalInterface
    public interface Transactions {

        /** Commits if the task returns, and rolls back if it throws. */
        void run(Runnable task) throws Exception;
    }

    /** For a unit of {@code RESOURCE_LOCAL}. */
    public JpaRecordKeeper(EntityManagerFactory units) {
        this.units = Objects.requireNonNull(units, "units");
        this.transactions = null;
    }

    /** For a unit with a JTA data source. */
    public JpaRecordKeeper(EntityManagerFactory units, Transactions transactions) {
        this.units = Objects.requireNonNull(units, "units");
        this.transactions = Objects.requireNonNull(transactions, "transactions");
    }

    private interface Work<T> {
        T of(EntityManager entities);
    }

    private <T> T inTransaction(Work<T> work) throws Exception {
        List<T> result = new ArrayList<>();
        if (transactions == null) {
            result.add(local(work));
        } else {
            transactions.run(() -> result.add(joined(work)));
        }
        return result.get(0);
    }

    private <T> T joined(Work<T> work) {
        EntityManager entities = units.createEntityManager();
        try {
            entities.joinTransaction();
            T result = work.of(entities);
            entities.flush();
            return result;
        } finally {
            entities.close();
        }
    }

    private <T> T local(Work<T> work) {
        EntityManager entities = units.createEntityManager();
        try {
            entities.getTransaction().begin();
            T result = work.of(entities);
            entities.getTransaction().commit();
            return result;
        } finally {
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.close();
        }
    }

    @Override
    public Collection<KeptRecord> load(Set<String> recordIds) throws Exception {
        return inTransaction(entities -> rows(entities, List.copyOf(recordIds), LockModeType.NONE).stream()
                .map(RecordRow::kept)
                .toList());
    }

    private static List<RecordRow> rows(EntityManager entities, List<String> recordIds, LockModeType lock) {
        List<RecordRow> found = new ArrayList<>();
        for (int from = 0; from < recordIds.size(); from += MAX_LISTED) {
            TypedQuery<RecordRow> query = entities.createQuery(
                    "SELECT r FROM MeshRecord r WHERE r.id IN :ids ORDER BY r.id", RecordRow.class);
            query.setParameter("ids", recordIds.subList(from, Math.min(recordIds.size(), from + MAX_LISTED)));
            query.setLockMode(lock);
            // Other instances write the rows too.
            query.setHint("jakarta.persistence.cache.retrieveMode", CacheRetrieveMode.BYPASS);
            query.setHint("jakarta.persistence.cache.storeMode", CacheStoreMode.REFRESH);
            found.addAll(query.getResultList());
        }
        return found;
    }

    @Override
    public List<String> ids(String after, int limit) throws Exception {
        return inTransaction(entities -> entities.createQuery(
                        "SELECT r.id FROM MeshRecord r WHERE r.id > :after AND r.content IS NOT NULL ORDER BY r.id",
                        String.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList());
    }

    @Override
    public Set<String> delete(List<KeptRecord> batch) throws Exception {
        return save(batch);
    }

    /** If another instance inserts one of the rows meanwhile, it throws, and mesh tries again. */
    @Override
    public Set<String> save(List<KeptRecord> batch) throws Exception {
        // In one order everywhere: two instances that save the same records don't wait for each other.
        List<KeptRecord> sorted = new ArrayList<>(batch);
        sorted.sort(Comparator.comparing(KeptRecord::recordId));
        return inTransaction(entities -> save(entities, sorted));
    }

    private static Set<String> save(EntityManager entities, List<KeptRecord> batch) {
        Map<String, RecordRow> rows = new HashMap<>();
        List<String> ids = batch.stream().map(KeptRecord::recordId).toList();
        rows(entities, ids, LockModeType.PESSIMISTIC_WRITE).forEach(row -> rows.put(row.getId(), row));
        Set<String> later = new HashSet<>();
        for (KeptRecord one : batch) {
            RecordRow row = rows.get(one.recordId());
            if (row == null) {
                entities.persist(new RecordRow(one));
            } else if (row.getVersion() < one.version()) {
                row.accept(one);
            } else {
                later.add(one.recordId());
            }
        }
        return later;
    }
}
