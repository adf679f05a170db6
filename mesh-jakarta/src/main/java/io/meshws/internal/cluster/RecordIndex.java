package io.meshws.internal.cluster;

import io.meshws.internal.cluster.ClusterMessage.IndexChange;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The index of the existing records that match it, with their values. The {@link RecordStore} keeps it in the same step in
 * which it writes or removes a record, so both are always of the same moment. An instance that follows a bucket receives each
 * {@link IndexChange} of it that its {@link #follow} didn't show, in the order of their versions, as long as the store isn't lost.
 */
public interface RecordIndex {

    /**
     * Makes this instance receive the changes of a bucket, and then reads it. It may be read in several steps: changes in between
     * may or may not be in the result, and are received too.
     */
    CompletionStage<Reading> follow(Bucket bucket);

    /** Ends {@link #follow}; changes that are already on their way may still arrive. */
    CompletionStage<Void> unfollow(Bucket bucket);

    /**
     * Reads a part of a bucket.
     *
     * @param after the last record of the part before; empty for the first part
     * @param limit how many at most
     * @return in the order of the ids as Unicode text
     */
    CompletionStage<List<Entry>> read(Bucket bucket, String after, int limit);

    /**
     * All records of an index, or those that have one value.
     *
     * @param slot decides where a Redis Cluster has it
     * @param name of hexadecimal digits
     */
    record Bucket(String slot, String name) {}

    /** @param values JSON array of the record's indexed values; the same in all buckets of an index */
    record Entry(String recordId, String values) {}

    /** An entry of a bucket: one record, with its indexed values. */
    record Place(Bucket bucket, String values) {}

    /**
     * @param line distinguishes these versions from those of another time
     * @param number increases by one with each change
     */
    record Version(String line, long number) {}

    /** @param version before everything that isn't in the entries for sure */
    record Reading(Version version, List<Entry> entries) {}
}
