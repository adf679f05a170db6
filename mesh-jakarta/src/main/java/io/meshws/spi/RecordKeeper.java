package io.meshws.spi;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Keeps records outside of Redis, usually in the application's database.
 *
 * <pre>{@code
 * public class MapKeeper implements RecordKeeper {
 *     private final Map<String, KeptRecord> rows = new HashMap<>();
 *
 *     @Override
 *     public synchronized Collection<KeptRecord> load(Set<String> recordIds) {
 *         return rows.values().stream().filter(row -> recordIds.contains(row.recordId())).toList();
 *     }
 *
 *     @Override
 *     public synchronized Set<String> save(List<KeptRecord> batch) {
 *         Set<String> notWritten = new HashSet<>();
 *         for (KeptRecord one : batch) {
 *             KeptRecord kept = rows.get(one.recordId());
 *             if (kept == null || kept.version() < one.version()) {
 *                 rows.put(one.recordId(), one);
 *             } else {
 *                 notWritten.add(one.recordId());
 *             }
 *         }
 *         return notWritten;
 *     }
 *
 *     @Override
 *     public Set<String> delete(List<KeptRecord> batch) {
 *         return save(batch);
 *     }
 * }
 * }</pre>
 *
 * <p>mesh calls it on threads of the server, several at a time, and from several instances. It may block.
 *
 * <p><b>A later version stays.</b> For each record the keeper has the version with the highest number that it was ever given, be
 * that a value or a deletion, regardless of the order and the instance they come from. So {@code save} and {@code delete}
 * compare the version with the kept one and write in one step.
 *
 * <p>If a method throws, mesh assumes nothing about the whole batch. It then gives the records to the keeper one by one, so that
 * a record that can't be saved doesn't delay the others, and tries the failed ones again later. So a batch may be given again
 * after it was saved.
 */
public interface RecordKeeper {

    /**
     * Reads the last versions of records, deletions too.
     *
     * @return those that are kept, in any order
     */
    Collection<KeptRecord> load(Set<String> recordIds) throws Exception;

    /**
     * Lists the ids of kept records that aren't deleted, a page at a time, so that Redis can be filled with all of them. The order
     * is the keeper's own, and the same for each page. A keeper that doesn't list any, as by default, is only asked for single
     * records.
     *
     * @param after the last id of the page before; the empty text for the first page
     * @param limit the size of a page; a shorter one is the last
     */
    default List<String> ids(String after, int limit) throws Exception {
        return List.of();
    }

    /**
     * Keeps versions of different records, if they are later than those that are kept. When the method returns, they survive the
     * end of the database.
     *
     * @return the ids of those that were not written, because the kept version is the same or later
     */
    Set<String> save(List<KeptRecord> batch) throws Exception;

    /**
     * Like {@link #save}, for records that were deleted: they have no values any more, but versions. A keeper may forget a
     * deletion later, when no instance can have an older version of the record.
     */
    Set<String> delete(List<KeptRecord> batch) throws Exception;
}
