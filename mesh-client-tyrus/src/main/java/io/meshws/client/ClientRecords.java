package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import io.meshws.protocol.Change;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Records: shared, versioned JSON values.
 *
 * <pre>{@code
 * client.subscribeRecordSync("score", Integer.class, update -> System.out.println(update.value()));
 * long version = client.publishRecordUpdateSync("score", 3);
 * client.changeRecordSync("visits", Change.increment("/today"));
 * }</pre>
 */
public interface ClientRecords {

    /** Follows a record; the server sends the whole value with each change. */
    default <T> CompletableFuture<RecordSubscription<T>> subscribeRecord(
            String recordId, Class<T> type, Consumer<RecordUpdate<T>> listener) {
        return subscribeRecord(recordId, type, RecordMode.FULL, listener);
    }

    /** Like {@link #subscribeRecord(String, Type, RecordMode, Consumer)}. */
    default <T> CompletableFuture<RecordSubscription<T>> subscribeRecord(
            String recordId, Class<T> type, RecordMode mode, Consumer<RecordUpdate<T>> listener) {
        return subscribeRecord(recordId, (Type) type, mode, listener);
    }

    /**
     * Follows a record.
     *
     * @param type the type to read values as, which must be {@code T}; a value that doesn't fit is logged and left out
     * @param listener gets the changes from then on, perhaps before the future completes; may be null
     * @return fails with {@code EFORBIDDEN} if the record is not open to this client
     */
    <T> CompletableFuture<RecordSubscription<T>> subscribeRecord(
            String recordId, Type type, RecordMode mode, Consumer<RecordUpdate<T>> listener);

    /** Ends all of this client's subscriptions to a record; says whether the server knew of one. */
    CompletableFuture<Boolean> unsubscribeRecord(String recordId);

    /** Writes a record, regardless of its version. */
    default CompletableFuture<Long> publishRecordUpdate(String recordId, Object newValue) {
        return publishRecordUpdate(recordId, newValue, WriteOptions.DEFAULT);
    }

    /**
     * Writes a record. If the connection is lost before the reply, the write is repeated and takes effect once, as {@link
     * CommandOptions#repeatable} describes.
     *
     * @return the version of the record after it; 0 if the server does not say. Fails with {@code EFORBIDDEN} if this client
     *     may not write it, with {@code ECONFLICT} if it is not at the expected version, and with {@code ETOOLARGE}
     */
    CompletableFuture<Long> publishRecordUpdate(String recordId, Object newValue, WriteOptions options);

    /** Applies changes to a record, regardless of its version. */
    default CompletableFuture<Long> changeRecord(String recordId, Change... changes) {
        return changeRecord(recordId, WriteOptions.DEFAULT, changes);
    }

    /**
     * Applies changes to a record: all of them as one version, or none if one of them is refused. The server computes
     * them, so the changes of all clients take effect. If the connection is lost before the reply, they are repeated
     * and take effect once, like {@link #publishRecordUpdate(String, Object, WriteOptions)}.
     *
     * @param options without a strategy
     * @param changes 1 to {@value Change#MAX_CHANGES}
     * @return the version of the record after them. Fails with {@code EFORBIDDEN} if this client may not make them
     *     all, with {@code ETYPE} if one finds a value of the wrong type, with {@code ENOTFOUND} if an array has no
     *     such element, with {@code ECONFLICT} if the record is not at the expected version, and with {@code
     *     ETOOLARGE}
     * @throws MeshClientException with {@code EPAYLOAD} if they are malformed
     */
    CompletableFuture<Long> changeRecord(String recordId, WriteOptions options, Change... changes);

    /**
     * Writes several records, all or nothing.
     *
     * <pre>{@code
     * client.transaction(
     *         RecordOperation.write("seat:12", Map.of("by", "ada"), WriteOptions.DEFAULT.expectedVersion(0)),
     *         RecordOperation.change("order:7", Change.push("/seats", 12)),
     *         RecordOperation.delete("offer:3"));
     * }</pre>
     *
     * If the connection is lost before the reply, it is repeated and takes effect once, like {@link
     * #publishRecordUpdate(String, Object, WriteOptions)}. Subscriptions show it when the server tells them.
     *
     * @param operations 1 to 64, which take effect one after the other; several of one record make one version
     * @return fails with {@code EFORBIDDEN} if this client may not do all of this, with {@code ECONFLICT} if a record is not at
     *     its expected version, with {@code ECROSSSLOT} if a Redis Cluster can't write these records together, and as {@link
     *     #changeRecord(String, WriteOptions, Change...)} does
     * @throws MeshClientException with {@code EPAYLOAD} if changes are malformed
     */
    CompletableFuture<TransactionReply> transaction(RecordOperation... operations);

    /** Like {@link #transaction}, but waits. */
    default TransactionReply transactionSync(RecordOperation... operations) {
        return Promise.await(transaction(operations));
    }

    /** Like {@link #changeRecord(String, Change...)}, but waits. */
    default long changeRecordSync(String recordId, Change... changes) {
        return Promise.await(changeRecord(recordId, changes));
    }

    /** Like {@link #changeRecord(String, WriteOptions, Change...)}, but waits. */
    default long changeRecordSync(String recordId, WriteOptions options, Change... changes) {
        return Promise.await(changeRecord(recordId, options, changes));
    }

    /** Like {@link #subscribeRecord(String, Class, Consumer)}, but waits. */
    default <T> RecordSubscription<T> subscribeRecordSync(
            String recordId, Class<T> type, Consumer<RecordUpdate<T>> listener) {
        return Promise.await(subscribeRecord(recordId, type, listener));
    }

    /** Like {@link #subscribeRecord(String, Class, RecordMode, Consumer)}, but waits. */
    default <T> RecordSubscription<T> subscribeRecordSync(
            String recordId, Class<T> type, RecordMode mode, Consumer<RecordUpdate<T>> listener) {
        return Promise.await(subscribeRecord(recordId, type, mode, listener));
    }

    /** Like {@link #subscribeRecord(String, Type, RecordMode, Consumer)}, but waits. */
    default <T> RecordSubscription<T> subscribeRecordSync(
            String recordId, Type type, RecordMode mode, Consumer<RecordUpdate<T>> listener) {
        return Promise.await(subscribeRecord(recordId, type, mode, listener));
    }

    /** Like {@link #unsubscribeRecord}, but waits. */
    default boolean unsubscribeRecordSync(String recordId) {
        return Promise.await(unsubscribeRecord(recordId));
    }

    /** Like {@link #publishRecordUpdate(String, Object)}, but waits. */
    default long publishRecordUpdateSync(String recordId, Object newValue) {
        return Promise.await(publishRecordUpdate(recordId, newValue));
    }

    /** Like {@link #publishRecordUpdate(String, Object, WriteOptions)}, but waits. */
    default long publishRecordUpdateSync(String recordId, Object newValue, WriteOptions options) {
        return Promise.await(publishRecordUpdate(recordId, newValue, options));
    }
}
