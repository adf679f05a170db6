package io.meshws.internal.keep;

import io.meshws.Durability;
import io.meshws.KeepOptions;
import io.meshws.internal.cluster.Unsaved;

/**
 * How some records or channels are kept.
 *
 * @param <K> the keeper
 * @param <T> the content of a name
 */
record Keeping<K, T>(K keeper, KeepOptions options, Loader<T> loader) {
    boolean isAwaited() {
        return options.durability() == Durability.WRITE_THROUGH;
    }

    /** For how long a write is left to its writer to save. */
    long delayMillis() {
        return isAwaited() ? Unsaved.CLAIM.toMillis() : 0;
    }
}
