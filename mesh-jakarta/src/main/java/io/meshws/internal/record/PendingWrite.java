package io.meshws.internal.record;

import io.meshws.RecordSnapshot;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A write that waits for its turn, or a transaction's write to one record.
 *
 * @param expectedVersion null if any version will do
 */
record PendingWrite(Edit edit, Kind kind, Long expectedVersion, CompletableFuture<Written> result) implements Waiting {

    enum Kind {
        PLAIN,
        /** The edit calls the application, which must not happen on a thread of mesh. */
        OF_APPLICATION,
        OF_TRANSACTION
    }

    /** The effect of a write on a value; applied again if the write lost against another. */
    interface Edit {
        Edit DELETION = before -> null;

        static Edit writing(JsonValue value, MergeStrategy strategy) {
            return before -> strategy.apply(before == null ? JsonValue.NULL : before, value);
        }

        /**
         * The value after the write.
         *
         * @param before null if there is none
         * @return null if there is none
         * @throws Exception if the write is refused
         */
        JsonValue applyTo(JsonValue before) throws Exception;
    }

    /**
     * The outcome: the version after the write, and whether it changed anything.
     *
     * @param value null if there is none
     */
    record Written(long version, boolean changed, JsonValue value) {
        RecordSnapshot snapshot(String recordId) {
            return new RecordSnapshot(recordId, Optional.ofNullable(value), version);
        }
    }

    boolean isOfApplication() {
        return kind == Kind.OF_APPLICATION;
    }

    static PendingWrite of(Edit edit, Long expectedVersion) {
        return new PendingWrite(edit, Kind.PLAIN, expectedVersion, new CompletableFuture<>());
    }

    static PendingWrite ofApplication(Edit edit) {
        return new PendingWrite(edit, Kind.OF_APPLICATION, null, new CompletableFuture<>());
    }

    static PendingWrite ofTransaction(Edit edit) {
        return new PendingWrite(edit, Kind.OF_TRANSACTION, null, new CompletableFuture<>());
    }

    static PendingWrite of(JsonValue value, MergeStrategy strategy, Long expectedVersion) {
        return of(Edit.writing(value, strategy), expectedVersion);
    }

    static PendingWrite deletion() {
        return of(Edit.DELETION, null);
    }
}
