package io.meshws.internal.record;

import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletableFuture;

/**
 * A write that waits for its turn.
 *
 * @param ofApplication whether the edit calls the application, which must not happen on a thread of mesh
 * @param expectedVersion null if any version will do
 */
record PendingWrite(Edit edit, boolean ofApplication, Long expectedVersion, CompletableFuture<Written> result) {

    /** What a write does to a value. It's applied again if the write lost against another. */
    interface Edit {
        /**
         * The value after the write.
         *
         * @param before null if there is none
         * @return null if there is none
         * @throws Exception if the write is refused
         */
        JsonValue on(JsonValue before) throws Exception;
    }

    /**
     * The outcome: the version after the write, and whether it changed anything.
     *
     * @param value null if there is none
     */
    record Written(long version, boolean changed, JsonValue value) {}

    static PendingWrite of(Edit edit, Long expectedVersion) {
        return new PendingWrite(edit, false, expectedVersion, new CompletableFuture<>());
    }

    static PendingWrite ofApplication(Edit edit) {
        return new PendingWrite(edit, true, null, new CompletableFuture<>());
    }

    static PendingWrite of(JsonValue value, MergeStrategy strategy, Long expectedVersion) {
        return of(before -> strategy.apply(before == null ? JsonValue.NULL : before, value), expectedVersion);
    }

    static PendingWrite deletion() {
        return of(before -> null, null);
    }
}
