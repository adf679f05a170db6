package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Collections: sets of records that follow writes.
 *
 * <pre>{@code
 * CollectionSubscription<JsonObject> tasks =
 *         client.subscribeCollectionSync("my-tasks", JsonObject.class, update -> System.out.println(update));
 * tasks.close();
 * }</pre>
 */
public interface ClientCollections {

    /** Follows a collection. */
    default <T> CompletableFuture<CollectionSubscription<T>> subscribeCollection(String collectionId, Class<T> type) {
        return subscribeCollection(collectionId, type, null);
    }

    /** Like {@link #subscribeCollection(String, Type, Consumer)}. */
    default <T> CompletableFuture<CollectionSubscription<T>> subscribeCollection(
            String collectionId, Class<T> type, Consumer<CollectionUpdate<T>> listener) {
        return subscribeCollection(collectionId, (Type) type, listener);
    }

    /**
     * Follows a collection. After a broken link it is subscribed again, and the changes meanwhile come as one difference or
     * several.
     *
     * @param type of the records' values, which {@code T} must be
     * @param listener gets the changes from then on, perhaps before the future completes; may be null
     * @return completes when all of the collection is here; fails with {@code EFORBIDDEN} if it is not open to this client
     */
    <T> CompletableFuture<CollectionSubscription<T>> subscribeCollection(
            String collectionId, Type type, Consumer<CollectionUpdate<T>> listener);

    /** Ends all of this client's subscriptions to a collection; says whether the server knew of one. */
    CompletableFuture<Boolean> unsubscribeCollection(String collectionId);

    /** Like {@link #subscribeCollection(String, Class)}, but waits. */
    default <T> CollectionSubscription<T> subscribeCollectionSync(String collectionId, Class<T> type) {
        return Promise.await(subscribeCollection(collectionId, type));
    }

    /** Like {@link #subscribeCollection(String, Class, Consumer)}, but waits. */
    default <T> CollectionSubscription<T> subscribeCollectionSync(
            String collectionId, Class<T> type, Consumer<CollectionUpdate<T>> listener) {
        return Promise.await(subscribeCollection(collectionId, type, listener));
    }

    /** Like {@link #subscribeCollection(String, Type, Consumer)}, but waits. */
    default <T> CollectionSubscription<T> subscribeCollectionSync(
            String collectionId, Type type, Consumer<CollectionUpdate<T>> listener) {
        return Promise.await(subscribeCollection(collectionId, type, listener));
    }

    /** Like {@link #unsubscribeCollection}, but waits. */
    default boolean unsubscribeCollectionSync(String collectionId) {
        return Promise.await(unsubscribeCollection(collectionId));
    }
}
