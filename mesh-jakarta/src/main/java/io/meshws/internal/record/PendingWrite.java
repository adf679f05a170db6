package io.meshws.internal.record;

import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletableFuture;

/**
 * A write that waits for its turn.
 *
 * @param value null deletes
 * @param expectedVersion null where any will do
 */
record PendingWrite(JsonValue value, MergeStrategy strategy, Long expectedVersion, CompletableFuture<Written> result) {

    /** How it ended: the version after it, and whether it changed anything. */
    record Written(long version, boolean changed) {}

    static PendingWrite of(JsonValue value, MergeStrategy strategy, Long expectedVersion) {
        return new PendingWrite(value, strategy, expectedVersion, new CompletableFuture<>());
    }

    static PendingWrite deletion() {
        return of(null, MergeStrategy.REPLACE, null);
    }
}
