package io.meshws;

import io.meshws.protocol.Change;
import io.meshws.protocol.MergeStrategy;
import io.meshws.spi.RecordKeeper;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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
 * <p>Thread-safe. Clients see only exposed records; the server itself reads and writes every record. If several exposures match an id,
 * the one made first decides; exposing the same id or pattern again replaces its guard. A record that is exposed for writing or for
 * changes can also be read: by the clients that its guard for reading allows if it has one, and otherwise by the clients that one of
 * its other guards allows. Exposures apply to this instance only: make the same ones on every instance, when the application starts.
 *
 * <p>Record ids have 1 to 256 characters, no control characters and no unpaired surrogates, else {@link
 * InvalidNameException}. Stages fail with {@link ClusterUnavailableException} if Redis can't be reached,
 * and those of writes with a {@link CommandException} ({@code EBUSY}) while 32,768 of this instance have not ended.
 */
public interface Records extends RecordCollections {
    /** The shortest time of {@link #expireAfter(String, Duration)}. */
    Duration MIN_LIFE = Duration.ofSeconds(1);

    Duration MAX_LIFE = Duration.ofDays(3650);

    /** The most records of a transaction, and the most operations of a client's. */
    int MAX_TRANSACTION = 64;

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

    /** Like {@link #exposeChanges(String, Guard, Set)}, for every client. */
    default void exposeChanges(String recordId, Set<Change.Operation> operations) {
        exposeChanges(recordId, Guard.ANYONE, operations);
    }

    /**
     * Lets clients that the guard allows change one record by these operations, and subscribe to it. That way they
     * can, for example, count without being able to overwrite. A client that may write the record may make all
     * changes.
     *
     * <p>An operation is open at every path and with every value: an increment may add any number, including a
     * negative one. To decide by path and value, use {@link #exposeChanges(String, ChangeGuard)}. A push that limits
     * the number of elements removes some, so it also needs {@code REMOVE} or {@code PULL}.
     */
    void exposeChanges(String recordId, Guard guard, Set<Change.Operation> operations);

    /** Like {@link #exposeChanges(Pattern, Guard, Set)}, for every client. */
    default void exposeChanges(Pattern recordIds, Set<Change.Operation> operations) {
        exposeChanges(recordIds, Guard.ANYONE, operations);
    }

    /** Like {@link #exposeChanges(String, Guard, Set)}, for the records whose ids match the pattern as a whole. */
    void exposeChanges(Pattern recordIds, Guard guard, Set<Change.Operation> operations);

    /**
     * Lets clients change one record if the guard allows the changes, and subscribe to it if the guard allows an
     * empty list of changes. This method and {@link #exposeChanges(String, Guard, Set)} replace each other for the
     * same id.
     */
    void exposeChanges(String recordId, ChangeGuard guard);

    /** Like {@link #exposeChanges(String, ChangeGuard)}, for the records whose ids match the pattern as a whole. */
    void exposeChanges(Pattern recordIds, ChangeGuard guard);

    /**
     * Takes back {@link #expose(String)}, {@link #exposeWritable(String)} and {@link #exposeChanges(String, Set)}. Clients
     * of this instance that are subscribed to the record, or about to be, are unsubscribed and told so by the event {@code
     * mesh/unsubscribed}. If a pattern still exposes the record they stay, and no guard is asked.
     *
     * @return whether it was exposed
     */
    boolean unexpose(String recordId);

    /** Like {@link #unexpose(String)}, for ids exposed by a pattern with the same text and flags. */
    boolean unexpose(Pattern recordIds);

    /** Like {@link #unexpose(String)}, for {@link #exposeWritable(String)} alone. */
    boolean unexposeWritable(String recordId);

    /** Like {@link #unexposeWritable(String)}, for ids exposed by a pattern with the same text and flags. */
    boolean unexposeWritable(Pattern recordIds);

    /** Like {@link #unexpose(String)}, for {@link #exposeChanges(String, Set)} alone. */
    boolean unexposeChanges(String recordId);

    /** Like {@link #unexposeChanges(String)}, for ids exposed by a pattern with the same text and flags. */
    boolean unexposeChanges(Pattern recordIds);

    /**
     * Removes one record once its last version is older than this, by the store's clock. From then on it can't be read; within about
     * two seconds, subscribers get {@code mesh/record-deleted}, and observers on one instance get {@link RecordRemoved}. The setting
     * applies to writes from now on; after a write on an instance that doesn't have it, the record stays. If several settings match an
     * id, the one made first decides; making one again replaces it.
     *
     * @param life 1 s to 3650 days
     */
    void expireAfter(String recordId, Duration life);

    /** Like {@link #expireAfter(String, Duration)}, for the records whose ids match the pattern as a whole. */
    void expireAfter(Pattern recordIds, Duration life);

    /** Like {@link #keep(String, RecordKeeper, KeepOptions)}, without waiting for the keeper. */
    default void keep(String recordId, RecordKeeper keeper) {
        keep(recordId, keeper, KeepOptions.WRITE_BEHIND);
    }

    /**
     * Keeps a record outside of the store too. A record that the store doesn't have is loaded, with the version that it had, and
     * each write is saved: afterwards and together with others, or before it counts as done. Until a write is saved, the store
     * knows that, and any instance may save it. If several settings match an id, the one made first decides;
     * making one again replaces it. Make the same ones on every instance, when the application starts.
     *
     * @throws IllegalStateException if mesh uses a Redis Cluster, where records can't be kept
     */
    void keep(String recordId, RecordKeeper keeper, KeepOptions options);

    /** Like {@link #keep(String, RecordKeeper)}, for the records whose ids match the pattern as a whole. */
    default void keep(Pattern recordIds, RecordKeeper keeper) {
        keep(recordIds, keeper, KeepOptions.WRITE_BEHIND);
    }

    /** Like {@link #keep(String, RecordKeeper, KeepOptions)}, for the records whose ids match the pattern as a whole. */
    void keep(Pattern recordIds, RecordKeeper keeper, KeepOptions options);

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
     * Applies changes to a record: all of them as one version, or none if one of them is refused. Concurrent changes,
     * wherever they come from, all take effect, one on top of the other.
     *
     * @param changes 1 to {@value Change#MAX_CHANGES}; malformed ones are refused with a {@link CommandException} with the
     *     code {@code EPAYLOAD} at once
     * @return the value and the version after it, the version before it if nothing changed. Fails with {@code ETYPE}
     *     if a change finds a value of the wrong type, with {@code ENOTFOUND} if an array has no such element, and
     *     with {@code ETOOLARGE} as {@link #write(String, Object, MergeStrategy)}; the message names the path
     */
    CompletionStage<RecordSnapshot> change(String recordId, Change... changes);

    /**
     * Like {@link #change(String, Change...)}, if the record is at the expected version.
     *
     * @return as above; fails with {@link RecordConflictException} if the record is at another version
     */
    CompletionStage<RecordSnapshot> change(String recordId, long expectedVersion, Change... changes);

    /**
     * Writes the value that the function computes from the current one. If another write wins, the function is called
     * again with the value that won, so it should have no side effects. It runs on a thread of the server; other
     * writes of this instance to the record wait for it.
     *
     * @param type the class of the value; the stage fails with {@code ETYPE} if the value doesn't fit
     * @param function gets an empty optional if the record has no value, or JSON null
     * @return as {@link #change(String, Change...)}; fails with the function's exception
     */
    <T> CompletionStage<RecordSnapshot> update(
            String recordId, Class<T> type, Function<? super Optional<T>, ? extends T> function);

    /** Like {@link #update}, but fails with {@code ENOTFOUND} if the record has no value. */
    <T> CompletionStage<RecordSnapshot> updateExisting(
            String recordId, Class<T> type, Function<? super T, ? extends T> function);

    /**
     * Reads and writes several records, all or nothing. The function sees them as they were at one moment, and its writes take effect
     * only if none of them has changed since then, including those that it only read. Otherwise the function is called again with the
     * current values, so it should have no other effects; after several losses the records are reserved for this instance for a moment.
     * An exception of the function discards its writes. Transactions of different records don't wait for each other, and no two can
     * wait for each other forever.
     *
     * <p>The function runs on a thread of the server; other writes of this instance to these records wait for it. It must not
     * write records by anything but its argument, and not begin another transaction: both throw {@link
     * IllegalStateException}.
     *
     * <p>In a Redis Cluster the records must share a slot: they do if their ids have the same part in braces, such as {@code
     * seat:{hall-1}:12}.
     *
     * @param recordIds 1 to {@value #MAX_TRANSACTION}, else a {@link CommandException} with the code {@code EPAYLOAD}
     * @return fails with the function's exception, with {@code ETOOLARGE} as {@link #write(String, Object, MergeStrategy)}, and with
     *     {@code ECROSSSLOT} if the records don't share a slot of a Redis Cluster
     */
    <T> CompletionStage<TransactionResult<T>> transaction(
            Function<? super RecordTransaction, ? extends T> function, String... recordIds);

    /**
     * Like {@link #transaction}, but the function runs only once: the stage fails with {@code ECONFLICT} if one of the records
     * changed while it ran.
     */
    <T> CompletionStage<TransactionResult<T>> transactionOnce(
            Function<? super RecordTransaction, ? extends T> function, String... recordIds);

    /**
     * Deletes a record, which increases its version by one; later writes continue from there.
     *
     * @return whether there was a value
     */
    CompletionStage<Boolean> delete(String recordId);
}
