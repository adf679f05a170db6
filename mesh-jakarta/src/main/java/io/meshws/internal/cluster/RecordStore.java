package io.meshws.internal.cluster;

import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Records: a value with a version each. Each operation is atomic. What {@link #write} changes and what it sends happen
 * together: an instance that follows the record receives every change that its {@link #follow} did not show, in the order
 * of the versions, at most once each and as long as the store is not lost; a receiver that misses one sees it by the
 * versions.
 *
 * <p>The versions of a record count up by one, also over deletions. They count from the start again when the store lost its
 * data, or a day after the record was deleted: then the epoch is another.
 *
 * <p>A store can go back to an earlier state. Then a number stands for another version, made by another write. As soon as an
 * instance follows or writes that heard of a version which is not there, the numbers go on above that one: what is there counts
 * as one more version, which all who follow the record receive.
 */
public interface RecordStore {

    CompletionStage<Stored> read(String recordId);

    /**
     * Makes this instance receive the record's changes, those that it writes itself too, and then reads.
     *
     * @param heard the last version that this instance heard of
     */
    CompletionStage<Stored> follow(String recordId, Version heard);

    /** Ends {@link #follow}; changes that are under way may still arrive. */
    CompletionStage<Void> unfollow(String recordId);

    /**
     * Writes, and sends the {@link RecordChange} to the instances that follow the record, where the record is still at the
     * expected version.
     *
     * @return empty where it was written, else what is there
     */
    CompletionStage<Optional<Stored>> write(Write write);

    /**
     * One version of a record.
     *
     * @param epoch tells the versions of this record from those before the store lost it; empty where nothing was written
     * @param write id of the write that made it, and the versions just before it where it made several; empty as well
     * @param number 0 where nothing was written yet
     */
    record Version(String epoch, String write, long number) {
        public static final Version NONE = new Version("", "", 0);
    }

    /**
     * What is there of a record.
     *
     * @param value JSON text; null where the record was deleted or nothing was written yet
     */
    record Stored(Version version, String value) {
        public static final Stored NOTHING = new Stored(Version.NONE, null);
    }

    /**
     * @param id of this write; no other one has it
     * @param expected that the steps lead on from
     * @param epoch of the new versions: that of {@code expected}, or a new one where there is nothing yet
     * @param value JSON text after the last step; null deletes
     * @param steps at least one
     * @param insisting whether, if this is refused, the record is kept for this instance's next attempt for a moment: for
     *     a writer that lost several times
     */
    record Write(
            String recordId,
            String id,
            Version expected,
            String epoch,
            String value,
            List<RecordStep> steps,
            boolean insisting) {

        /** After the last step. */
        public Version version() {
            return new Version(epoch, id, expected.number() + steps.size());
        }

        public RecordChange change() {
            return new RecordChange(recordId, expected, version(), steps);
        }
    }
}
