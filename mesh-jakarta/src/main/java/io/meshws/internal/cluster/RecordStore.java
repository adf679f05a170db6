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
 */
public interface RecordStore {

    CompletionStage<Stored> read(String recordId);

    /** Makes this instance receive the record's changes, those that it writes itself too, and then reads. */
    CompletionStage<Stored> follow(String recordId);

    /** Ends {@link #follow}; changes that are under way may still arrive. */
    CompletionStage<Void> unfollow(String recordId);

    /**
     * Writes, and sends the {@link RecordChange} to the instances that follow the record, where the record still has the
     * expected epoch and version.
     *
     * @return empty where it was written, else what is there
     */
    CompletionStage<Optional<Stored>> write(Write write);

    /**
     * What is there of a record.
     *
     * @param epoch tells the versions of this record from those before the store lost it; empty where there is nothing
     * @param version 0 where nothing was written yet
     * @param value JSON text; null where the record was deleted or nothing was written yet
     */
    record Stored(String epoch, long version, String value) {
        public static final Stored NOTHING = new Stored("", 0, null);
    }

    /**
     * @param expected the epoch and version that the steps lead on from; its value is not looked at
     * @param epoch of the new versions: that of {@code expected}, or a new one where there is nothing yet
     * @param value JSON text after the last step; null deletes
     * @param steps at least one
     * @param insisting whether, if this is refused, the record is kept for this instance's next attempt for a moment: for
     *     a writer that lost several times
     */
    record Write(
            String recordId, Stored expected, String epoch, String value, List<RecordStep> steps, boolean insisting) {

        public long version() {
            return expected.version() + steps.size();
        }

        public RecordChange change() {
            return new RecordChange(recordId, epoch, expected.version(), steps);
        }
    }
}
