package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import io.meshws.protocol.Change;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletableFuture;

/**
 * A record that a client follows.
 *
 * <pre>{@code
 * RecordSubscription<Integer> score =
 *         client.subscribeRecordSync("score", Integer.class, update -> System.out.println(update.value()));
 * System.out.println(score.value() + " at version " + score.version());
 * score.changeSync(3);
 * score.close();
 * }</pre>
 *
 * <p>Its value is the client's own copy: the server's last value, with {@link #change changes} of this client that the server
 * has not confirmed yet. After a broken link the record is read again; if the value differs, an update says so.
 *
 * @param <T> the type that values are read as
 */
public interface RecordSubscription<T> extends LiveSubscription<T, RecordUpdate<T>> {

    String recordId();

    /**
     * The value; null if there is none.
     *
     * @throws MeshClientException with {@code EPAYLOAD} if it does not fit the type
     */
    @Override
    T value();

    /** The value as it is; JSON null if there is none. */
    JsonValue json();

    /** The version of the record at the server that the value has, or is based on; 0 if the record was never written. */
    long version();

    /** Like {@link #change(Object, WriteOptions)}; replaces the current value. */
    default CompletableFuture<Long> change(Object newValue) {
        return change(newValue, WriteOptions.DEFAULT);
    }

    /**
     * Writes, and shows the new value at once ({@link RecordUpdate.Cause#LOCAL}). If the server refuses, or its answer is
     * lost, the value is the server's again ({@link RecordUpdate.Cause#ROLLED_BACK}).
     *
     * @return the version of the write; fails as {@link MeshClient#publishRecordUpdate} does
     */
    CompletableFuture<Long> change(Object newValue, WriteOptions options);

    /** Like {@link #changeRecord(WriteOptions, Change...)}, regardless of the version. */
    default CompletableFuture<Long> changeRecord(Change... changes) {
        return changeRecord(WriteOptions.DEFAULT, changes);
    }

    /**
     * Changes places in the record, and shows them at once, as {@link #change(Object, WriteOptions)} does. Updates that
     * arrive before the server's answer wait for it, because they may hold the changes already.
     *
     * @return the version of the changes; fails as {@link MeshClient#changeRecord(String, WriteOptions, Change...)} does
     */
    CompletableFuture<Long> changeRecord(WriteOptions options, Change... changes);

    /** Like {@link #changeRecord(Change...)}, but waits. */
    default long changeRecordSync(Change... changes) {
        return Promise.await(changeRecord(changes));
    }

    /** Like {@link #changeRecord(WriteOptions, Change...)}, but waits. */
    default long changeRecordSync(WriteOptions options, Change... changes) {
        return Promise.await(changeRecord(options, changes));
    }

    /** Like {@link #change(Object)}, but waits. */
    default long changeSync(Object newValue) {
        return Promise.await(change(newValue));
    }

    /** Like {@link #change(Object, WriteOptions)}, but waits. */
    default long changeSync(Object newValue, WriteOptions options) {
        return Promise.await(change(newValue, options));
    }
}
