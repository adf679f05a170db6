package io.meshws.internal.cluster;

import io.meshws.ClusterUnavailableException;
import io.meshws.spi.KeptRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The records that are kept elsewhere too and have versions that aren't saved yet. A {@linkplain
 * RecordStore.Keep kept} write notes that in the same step, and so does {@link RecordStore#expire}.
 */
public interface UnsavedRecords extends Unsaved {
    /**
     * Reads the last versions of those of the records that are unsaved.
     *
     * @return in the order of the ids; some are missing at the end if all would be too much
     */
    CompletionStage<List<KeptRecord>> read(List<String> recordIds);

    /** These versions are saved. A record that has a later one stays unsaved, and isn't taken. */
    CompletionStage<Void> saved(List<KeptRecord> versions);

    /**
     * Gives the store records that it doesn't have. Those that it has stay.
     *
     * @param places where each is in indexes then
     */
    CompletionStage<Void> fill(List<KeptRecord> loaded, Function<KeptRecord, List<RecordIndex.Place>> places);

    /**
     * The keeper has this version. If the record in the store is behind it, or has another version with its number, the store went
     * back: the current value then counts as one more version, which is unsaved, and all who follow the record receive it.
     */
    CompletionStage<Void> surpass(KeptRecord kept);

    /** Whether all records of some names are in the store. */
    enum Preload {
        /** They were loaded since the store was empty. */
        DONE,
        /** Another instance that lives is loading them. */
        ELSEWHERE,
        /** This instance should load them now. */
        HERE
    }

    /** Asks whether to load the kept records of these names. */
    CompletionStage<Preload> preload(String names);

    /** They are loaded. */
    CompletionStage<Void> preloaded(String names);

    /** The failure of a write that would leave too many records unsaved. */
    static <T> CompletionStage<T> tooMany() {
        return CompletableFuture.failedFuture(
                new ClusterUnavailableException("Too many records wait to be saved; nothing was written"));
    }
}
