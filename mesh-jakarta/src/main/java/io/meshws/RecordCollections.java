package io.meshws;

import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Sets of records that follow writes, and the indexes that find these records. A part of {@link Records}.
 *
 * <pre>{@code
 * Pattern tasks = Pattern.compile("task:.+");
 * mesh.records().expose(tasks);
 * mesh.records().index(tasks, "/assignee", "/due");
 * mesh.records().exposeCollection("my-tasks", (caller, collection) -> RecordSelection.matching(tasks)
 *         .where("/assignee", caller.principal().orElseThrow().getName())
 *         .sortBy("/due")
 *         .limit(20));
 * }</pre>
 *
 * <p>Collection ids are like record ids. Exposures and indexes apply to this instance only: make the same calls on every instance,
 * when the application starts.
 */
public interface RecordCollections {
    /** The most values that an index knows of a record. */
    int MAX_INDEXED = 16;

    /**
     * Keeps an index of all records whose ids match the pattern as a whole, with their values at some places. Each write changes it
     * in the same step. Collections and {@link #list} find records in it.
     *
     * <p>The setting applies to writes from now on: records that were written before aren't in the index until they are written
     * again, and a write on an instance that doesn't have the setting takes the record out of the index. An index with the same
     * pattern replaces the former one. In a Redis Cluster an index is in one slot, and so are its records: their ids need the
     * same part in braces, and the pattern has to contain it, as {@code task:\\{board-1\\}:.+} does; a write of another record
     * that the pattern matches fails with {@code ECROSSSLOT}.
     *
     * @param pointers JSON pointers to the values, at most {@value #MAX_INDEXED}
     */
    void index(Pattern recordIds, String... pointers);

    /** All records of an index as they are, like {@link #list(Pattern, ListOptions)}. */
    default CompletionStage<RecordPage<RecordSnapshot>> list(Pattern recordIds) {
        return list(recordIds, ListOptions.records());
    }

    /**
     * Reads the records of an index, in parts. Filters and mappings run on a thread of the server. Without {@link ListOptions#sort} a
     * page costs its own records and those that the filters leave out on the way, regardless of the size of the store.
     *
     * @param recordIds the pattern with which {@link #index} was declared on this instance, else an {@link IllegalStateException}
     * @return the records as they were when each part was read; fails with the exception of a filter, a mapping or a comparator
     */
    <T> CompletionStage<RecordPage<T>> list(Pattern recordIds, ListOptions<T> options);

    /** Lets clients subscribe to a collection. */
    default void exposeCollection(String collectionId, CollectionResolver resolver) {
        exposeCollection(collectionId, resolver, Guard.ANYONE);
    }

    /**
     * Lets clients that the guard allows subscribe to a collection of records. Each gets the records that the resolver selects for
     * it, without the records that it may not read, and is told as records come and go, and of each record's changes. The collection
     * itself doesn't let clients read records: expose them too.
     */
    void exposeCollection(String collectionId, CollectionResolver resolver, Guard guard);

    /** Like {@link #exposeCollection(String, CollectionResolver)}, for collections whose ids match the pattern as a whole. */
    default void exposeCollection(Pattern collectionIds, CollectionResolver resolver) {
        exposeCollection(collectionIds, resolver, Guard.ANYONE);
    }

    /**
     * Like {@link #exposeCollection(String, CollectionResolver, Guard)}, for collections whose ids match the pattern as a whole.
     */
    void exposeCollection(Pattern collectionIds, CollectionResolver resolver, Guard guard);

    /**
     * Takes back {@link #exposeCollection(String, CollectionResolver)}. Clients of this instance that are subscribed to it, or
     * about to be, are unsubscribed and told so by the event {@code mesh/unsubscribed}, unless a pattern exposes it still.
     *
     * @return whether it was exposed
     */
    boolean unexposeCollection(String collectionId);

    /** Like {@link #unexposeCollection(String)}, for ids exposed by a pattern with the same text and flags. */
    boolean unexposeCollection(Pattern collectionIds);
}
