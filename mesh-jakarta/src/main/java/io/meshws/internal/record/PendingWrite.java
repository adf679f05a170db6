package io.meshws.internal.record;

import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletableFuture;

/**
 * A write that waits for its turn.
 *
 * @param value null deletes the record
 * @param expectedVersion null if any version will do
 */
record PendingWrite(JsonValue value, MergeStrategy strategy, Long expectedVersion, CompletableFuture<Written> result) {

    /** The outcome: the version after the write, and whether it changed anything. */
    record Written(long version, boolean changed) {}

    static PendingWrite of(JsonValue value, MergeStrategy strategy, Long expectedVersion) {
        return new PendingWrite(value, strategy, expectedVersion, new CompletableFuture<>());
    }

    static PendingWrite deletion() {
        return of(null, MergeStrategy.REPLACE, null);
    }
}
