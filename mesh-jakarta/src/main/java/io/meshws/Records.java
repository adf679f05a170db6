package io.meshws;

import io.meshws.protocol.MergeStrategy;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Versioned values that all instances share. Clients subscribe to records and may write them.
 *
 * <pre>{@code
 * Records records = mesh.records();
 * records.expose("score");
 * records.exposeWritable(Pattern.compile("note:.+"), (caller, record) -> caller.principal().isPresent());
 * records.write("score", Map.of("home", 1, "away", 0));
 * records.write("score", Map.of("home", 2), MergeStrategy.MERGE);
 * records.get("score").thenAccept(found -> System.out.println(found.value() + " at " + found.version()));
 * }</pre>
 *
 * <p>Thread-safe. Clients see only what is exposed; the server itself reads and writes every record. If several
 * exposures match an id, the one made first decides; exposing the same id or pattern again replaces its guard. A record
 * that is exposed for writing may be read too: by clients that the guard for writing allows or, if it's also exposed
 * for reading, by clients that that guard allows. Exposures apply to this instance only: make the same ones on every
 * instance, when the application starts.
 *
 * <p>Record ids have 1 to 256 characters, no control characters and no unpaired surrogates, else {@link
 * InvalidNameException}. Stages fail with {@link ClusterUnavailableException} if Redis can't be reached.
 */
public interface Records {

    /** Lets clients subscribe to one record. */
    default void expose(String recordId) {
        expose(recordId, Guard.ANYONE);
    }

    /** Lets clients that the guard allows subscribe to one record. */
    void expose(String recordId, Guard guard);

    /** Lets clients subscribe to the records whose ids match the pattern as a whole. */
    default void expose(Pattern recordIds) {
        expose(recordIds, Guard.ANYONE);
    }

    /** Lets clients that the guard allows subscribe to the records whose ids match the pattern as a whole. */
    void expose(Pattern recordIds, Guard guard);

    /** Lets clients write one record, and subscribe to it. */
    default void exposeWritable(String recordId) {
        exposeWritable(recordId, Guard.ANYONE);
    }

    /** Lets clients that the guard allows write one record, and subscribe to it. */
    void exposeWritable(String recordId, Guard guard);

    /** Lets clients write the records whose ids match the pattern as a whole, and subscribe to them. */
    default void exposeWritable(Pattern recordIds) {
        exposeWritable(recordIds, Guard.ANYONE);
    }

    /**
     * Lets clients that the guard allows write the records whose ids match the pattern as a whole, and subscribe to
     * them.
     */
    void exposeWritable(Pattern recordIds, Guard guard);

    /**
     * Takes back {@link #expose(String)} and {@link #exposeWritable(String)}. Clients of this instance that are
     * subscribed to the record, or about to be, are unsubscribed and told so by the event {@code mesh/unsubscribed}. If
     * a pattern still exposes the record they stay, and no guard is asked.
     *
     * @return whether it was exposed
     */
    boolean unexpose(String recordId);

    /** Like {@link #unexpose(String)}, for what was exposed by a pattern with the same text and flags. */
    boolean unexpose(Pattern recordIds);

    /** Like {@link #unexpose(String)}, for {@link #exposeWritable(String)} alone. */
    boolean unexposeWritable(String recordId);

    /** Like {@link #unexposeWritable(String)}, for what was exposed by a pattern with the same text and flags. */
    boolean unexposeWritable(Pattern recordIds);

    CompletionStage<RecordSnapshot> get(String recordId);

    /** Replaces the value. */
    default CompletionStage<Long> write(String recordId, Object value) {
        return write(recordId, value, MergeStrategy.REPLACE);
    }

    /**
     * Writes a value and tells the subscribers, in one step. If several writers merge into one record at the same time,
     * all their changes take effect. Writes that one thread makes to one record take effect in that order.
     *
     * @param value anything that JSON-B or JSON-P can express, or null
     * @return the version after the write: one more than before, or the same if nothing changed. Fails with {@code
     *     ETOOLARGE} if the resulting value is longer than {@code mesh.max-record-size}
     */
    CompletionStage<Long> write(String recordId, Object value, MergeStrategy strategy);

    /**
     * Writes if the record is at the expected version; 0 means that nothing was written yet.
     *
     * @return as above; fails with {@link RecordConflictException} if the record is at another version
     */
    CompletionStage<Long> write(String recordId, Object value, MergeStrategy strategy, long expectedVersion);

    /**
     * Deletes a record, which increases its version by one; later writes continue from there.
     *
     * @return whether there was a value
     */
    CompletionStage<Boolean> delete(String recordId);
}
