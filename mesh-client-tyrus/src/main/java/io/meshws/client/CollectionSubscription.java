package io.meshws.client;

import java.util.List;

/**
 * A subscription to a collection: a live list of its records, in order if the collection is sorted.
 *
 * <pre>{@code
 * CollectionSubscription<JsonObject> tasks = client.subscribeCollectionSync(
 *         "my-tasks", JsonObject.class, update -> System.out.println(update.added().size() + " more"));
 * tasks.value().forEach(task -> System.out.println(task.id() + " " + task.value()));
 * tasks.close();
 * }</pre>
 *
 * @param <T> the type that the records' values are read as
 */
public interface CollectionSubscription<T> extends LiveSubscription<List<CollectionRecord<T>>, CollectionUpdate<T>> {

    String collectionId();

    /**
     * The records, as far as this client knows; while the link is broken, the last ones.
     *
     * @throws MeshClientException with {@code EPAYLOAD} if one doesn't fit the type
     */
    @Override
    List<CollectionRecord<T>> value();
}
