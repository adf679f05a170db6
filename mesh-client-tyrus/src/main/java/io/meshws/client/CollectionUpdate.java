package io.meshws.client;

import java.util.List;

/**
 * A difference of a collection. All three are empty if only the order of a sorted collection changed.
 *
 * @param added records that came
 * @param removed ids of records that left
 * @param changed records that are in it as before, with another version
 * @param <T> the values
 */
public record CollectionUpdate<T>(
        String collectionId,
        List<CollectionRecord<T>> added,
        List<String> removed,
        List<CollectionRecord<T>> changed) {}
