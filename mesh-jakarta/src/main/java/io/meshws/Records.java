package io.meshws;

import io.meshws.protocol.MergeStrategy;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Values with a version each, shared by all instances, that clients subscribe to and may write. Thread-safe.
 *
 * <p>Clients see only what is exposed; the server itself reads and writes every record. Among several exposures that match
 * an id, the one made first decides; exposing the same id or pattern again replaces its guard. What is exposed for writing
 * may be read too: by those whom the guard for writing allows, or, where it is also exposed for reading, by those whom that
 * guard allows. Exposures are this instance's own: make the same ones on every instance, when the application starts.
 *
 * <p>Record ids have 1 to 256 characters, no control characters and no unpaired surrogates, else {@link InvalidNameException}. Stages fail with
 * {@link ClusterUnavailableException} where Redis cannot be reached.
 */
public interface Records {

    /** Lets clients subscribe to one record. */
    default void expose(String recordId) {
        expose(recordId, Guard.ANYONE);
    }

    /** Lets clients whom the guard allows subscribe to one record. */
    void expose(String recordId, Guard guard);

    /** Lets clients subscribe to the records whose whole ids match. */
    default void expose(Pattern recordIds) {
        expose(recordIds, Guard.ANYONE);
    }

    /** Lets clients whom the guard allows subscribe to the records whose whole ids match. */
    void expose(Pattern recordIds, Guard guard);

    /** Lets clients write one record, and subscribe to it. */
    default void exposeWritable(String recordId) {
        exposeWritable(recordId, Guard.ANYONE);
    }

    /** Lets clients whom the guard allows write one record, and subscribe to it. */
    void exposeWritable(String recordId, Guard guard);

    /** Lets clients write the records whose whole ids match, and subscribe to them. */
    default void exposeWritable(Pattern recordIds) {
        exposeWritable(recordIds, Guard.ANYONE);
    }

    /** Lets clients whom the guard allows write the records whose whole ids match, and subscribe to them. */
    void exposeWritable(Pattern recordIds, Guard guard);

    /**
     * Takes back {@link #expose(String)} and {@link #exposeWritable(String)}. Clients of this instance that are subscribed to the
     * record, or about to be, are unsubscribed and told so by the event {@code mesh/unsubscribed}, unless a pattern still
     * exposes the record; then they stay, and no guard is asked.
     *
     * @return whether it was exposed
     */
    boolean unexpose(String recordId);

    /** As {@link #unexpose(String)}, for what was exposed by a pattern with the same text and flags. */
    boolean unexpose(Pattern recordIds);

    /** As {@link #unexpose(String)}, for {@link #exposeWritable(String)} alone. */
    boolean unexposeWritable(String recordId);

    /** As {@link #unexposeWritable(String)}, for what was exposed by a pattern with the same text and flags. */
    boolean unexposeWritable(Pattern recordIds);

    CompletionStage<RecordSnapshot> get(String recordId);

    /** Replaces the value. */
    default CompletionStage<Long> write(String recordId, Object value) {
        return write(recordId, value, MergeStrategy.REPLACE);
    }

    /**
     * Writes a value and tells the subscribers, in one step. Of several who merge into one record at once, all take effect.
     * Writes that one thread makes to one record take effect in that order.
     *
     * @param value anything that JSON-B or JSON-P can express, or null
     * @return the version after the write: one more than before, or that of before where nothing changed. Fails with {@code
     *     ETOOLARGE} where the value that results is longer than {@code mesh.max-record-size}
     */
    CompletionStage<Long> write(String recordId, Object value, MergeStrategy strategy);

    /**
     * Writes where the record is at the expected version; 0 where nothing was written yet.
     *
     * @return as above; fails with {@link RecordConflictException} where it is at another version
     */
    CompletionStage<Long> write(String recordId, Object value, MergeStrategy strategy, long expectedVersion);

    /**
     * Deletes a record, which counts its version up by one; what is written later counts on from there.
     *
     * @return whether there was a value
     */
    CompletionStage<Boolean> delete(String recordId);
}
