package io.meshws.internal.cluster;

import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordExpired;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Records: values with versions. Each operation is atomic. {@link #write} changes the record and sends the change in
 * one step: an instance that follows the record receives every change that its {@link #follow} didn't show, in the
 * order of the versions, at most once each and as long as the store isn't lost. A receiver that misses a change notices
 * it by the versions.
 *
 * <p>The versions of a record increase by one, even across deletions. They start again, with another epoch, if the
 * store lost its data, or a day after the record was deleted.
 *
 * <p>A store can go back to an earlier state. A number may then stand for another version, made by another write. As
 * soon as an instance that heard of a version that isn't there follows or writes the record, the numbers continue above
 * that version. The current value counts as one more version, which all instances that follow the record receive.
 */
public interface RecordStore {

    default CompletionStage<Stored> read(String recordId) {
        return read(List.of(recordId)).thenApply(found -> found.get(0));
    }

    /** Reads several records, all at the same moment; the result is in the order of the ids. */
    CompletionStage<List<Stored>> read(List<String> recordIds);

    /**
     * Makes this instance receive the record's changes, including its own, and then reads the record.
     *
     * @param heard the last version that this instance heard of
     */
    CompletionStage<Stored> follow(String recordId, Version heard);

    /** Ends {@link #follow}; changes that are already on their way may still arrive. */
    CompletionStage<Void> unfollow(String recordId);

    /**
     * Writes the record if it's still at the expected version, and sends the {@link RecordChange} to the instances that
     * follow it.
     *
     * @return empty if the record was written, else its current state
     */
    default CompletionStage<Optional<Stored>> write(Write write) {
        return write(new Transaction(write.id(), List.of(Part.of(write)), write.insisting()))
                .thenApply(there -> there.map(all -> all.get(0)));
    }

    /**
     * Writes several records if all are still at the expected versions. An instance that follows some of those that are
     * written receives their changes as one {@link ClusterMessage.RecordChanges}, or as a {@link RecordChange} if it's one.
     *
     * @return empty if they were written, else the current state of all, in the order of the parts. Fails with a {@link
     *     io.meshws.CommandException} with the code {@code ECROSSSLOT} if the store can't write these records in one step, and
     *     with {@link io.meshws.ClusterUnavailableException} if too many records wait to be saved
     */
    CompletionStage<Optional<List<Stored>>> write(Transaction transaction);

    /**
     * Removes records whose time is over: one more version, like a deletion. Until then they may still be there, but aren't
     * read: an instance that reads, follows or writes one removes it first. The instance that removes one receives
     * {@link RecordExpired}, once. Every instance may call this, as often as it likes.
     *
     * @return when the next one may be over, not before; empty if none has an end
     */
    CompletionStage<Optional<Duration>> expire();

    /**
     * One version of a record.
     *
     * @param epoch distinguishes the versions of this record from those before the store lost it; empty if nothing was
     *     written
     * @param write the id of the write that made this version, and the versions just before it if the write made
     *     several; empty if {@code epoch} is
     * @param number 0 if nothing was written yet
     */
    record Version(String epoch, String write, long number) {
        public static final Version NONE = new Version("", "", 0);
    }

    /**
     * The current state of a record.
     *
     * @param value JSON text; null if the record was deleted or nothing was written yet
     */
    record Stored(Version version, String value) {
        public static final Stored NOTHING = new Stored(Version.NONE, null);
    }

    /**
     * A write of one or more versions.
     *
     * @param id unique to this write
     * @param expected the version that the steps start from
     * @param epoch the epoch of the new versions: that of {@code expected}, or a new one if nothing was written yet
     * @param value JSON text after the last step; null deletes the record
     * @param steps at least one
     * @param lifeMillis how long the record exists after this write, by the store's clock; 0 until it's deleted
     * @param keep how the record is kept; null if it isn't
     * @param insisting whether the record is reserved for this instance's next attempt for a moment if this one is
     *     refused; for a writer that lost several times
     * @param places where the record is in indexes from now on
     */
    record Write(
            String recordId,
            String id,
            Version expected,
            String epoch,
            String value,
            List<RecordStep> steps,
            long lifeMillis,
            Keep keep,
            boolean insisting,
            List<RecordIndex.Place> places) {

        public Write at(List<RecordIndex.Place> newPlaces) {
            return new Write(recordId, id, expected, epoch, value, steps, lifeMillis, keep, insisting, newPlaces);
        }

        /** A write of a record that isn't kept or in an index. */
        public Write(
                String recordId,
                String id,
                Version expected,
                String epoch,
                String value,
                List<RecordStep> steps,
                long lifeMillis,
                boolean insisting) {
            this(recordId, id, expected, epoch, value, steps, lifeMillis, null, insisting, List.of());
        }

        public Write kept(Keep how) {
            return new Write(recordId, id, expected, epoch, value, steps, lifeMillis, how, insisting, places);
        }

        /** The version after the last step. */
        public Version version() {
            return new Version(epoch, id, expected.number() + steps.size());
        }

        public RecordChange change() {
            return new RecordChange(recordId, expected, version(), steps);
        }
    }

    /**
     * The write is noted as {@linkplain UnsavedRecords unsaved}.
     *
     * @param maxUnsaved the write is refused if more would wait
     * @param delayMillis how long others leave the record to this instance
     */
    record Keep(int maxUnsaved, long delayMillis) {}

    /**
     * The part of a transaction that concerns one record.
     *
     * @param write null if the record only has to be at the expected version; its id is that of the transaction
     */
    record Part(String recordId, Version expected, Write write) {
        public static Part of(Write write) {
            return new Part(write.recordId(), write.expected(), write);
        }
    }

    /**
     * Writes that take effect together or not at all.
     *
     * @param id unique to this attempt
     * @param parts of different records; at least one writes
     * @param insisting whether all of the records are reserved for this instance's next attempt for a moment if this one is
     *     refused, unless another instance has reserved one of them
     */
    record Transaction(String id, List<Part> parts, boolean insisting) {}
}
