package io.meshws.client;

import io.meshws.protocol.MergeStrategy;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * How a record is written.
 *
 * @param strategy how the new value meets the one that is there
 * @param expectedVersion the version that the record must have, 0 for one that was never written; otherwise the write fails
 *     with {@code ECONFLICT}
 */
public record WriteOptions(MergeStrategy strategy, OptionalLong expectedVersion) {
    /** Replaces the current value. */
    public static final WriteOptions DEFAULT = new WriteOptions(MergeStrategy.REPLACE, OptionalLong.empty());

    public WriteOptions {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(expectedVersion, "expectedVersion");
    }

    public WriteOptions strategy(MergeStrategy other) {
        return new WriteOptions(other, expectedVersion);
    }

    public WriteOptions expectedVersion(long version) {
        return new WriteOptions(strategy, OptionalLong.of(version));
    }
}
