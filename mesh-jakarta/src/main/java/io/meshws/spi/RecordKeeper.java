package io.meshws.spi;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Keeps records outside of Redis, usually in the application's database. mesh calls it on threads of the server, where it may
 * block, several at a time, and from several instances.
 *
 * <p><b>A later version stays.</b> Of each record the keeper has the version with the highest number that it was ever given, be
 * that a value or a deletion, in whatever order and from whatever instance they come. So {@code save} and {@code delete} compare
 * the version with the kept one and write in one step.
 *
 * <p>What a method throws means that nothing is known of the whole batch. mesh then gives the records to the keeper one by one,
 * so that one that can't be saved doesn't hold up the others, and tries again later what failed. So a batch may be given again
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
