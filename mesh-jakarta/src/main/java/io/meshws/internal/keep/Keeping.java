package io.meshws.internal.keep;

import io.meshws.Durability;
import io.meshws.KeepOptions;
import io.meshws.internal.cluster.Unsaved;

/**
 * How some records or channels are kept.
 *
 * @param <K> the keeper
 * @param <T> what it has under a name
 */
record Keeping<K, T>(K keeper, KeepOptions options, Loader<T> loader) {
    boolean isAwaited() {
        return options.durability() == Durability.WRITE_THROUGH;
    }

    /** For how long what is written is left to the writer. */
    long delayMillis() {
        return isAwaited() ? Unsaved.CLAIM.toMillis() : 0;
    }
}
