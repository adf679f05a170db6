package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import io.meshws.protocol.MergeStrategy;
import java.util.concurrent.CompletableFuture;

/**
 * Data that belongs to connections and rooms.
 *
 * <pre>{@code
 * client.setConnectionMetadataSync(Map.of("name", "Ada"));
 * JsonObject lobby = client.getRoomMetadataSync("lobby", JsonObject.class);
 * }</pre>
 */
public interface ClientMetadata {

    /** The metadata of this client's connection; null if there is none. */
    <T> CompletableFuture<T> getConnectionMetadata(Class<T> type);

    /** The metadata of any connection; null if there is none, or no such connection. */
    <T> CompletableFuture<T> getConnectionMetadata(String connectionId, Class<T> type);

    /** Replaces the metadata of this client's connection. */
    default CompletableFuture<Void> setConnectionMetadata(Object metadata) {
        return setConnectionMetadata(metadata, MergeStrategy.REPLACE);
    }

    /** Changes the metadata of this client's connection. The client sets it again after a broken link. */
    CompletableFuture<Void> setConnectionMetadata(Object metadata, MergeStrategy strategy);

    /** The metadata of a room; null if there is none. */
    <T> CompletableFuture<T> getRoomMetadata(String room, Class<T> type);

    /** Like {@link #getConnectionMetadata(Class)}, but waits. */
    default <T> T getConnectionMetadataSync(Class<T> type) {
        return Promise.await(getConnectionMetadata(type));
    }

    /** Like {@link #getConnectionMetadata(String, Class)}, but waits. */
    default <T> T getConnectionMetadataSync(String connectionId, Class<T> type) {
        return Promise.await(getConnectionMetadata(connectionId, type));
    }

    /** Like {@link #setConnectionMetadata(Object)}, but waits. */
    default void setConnectionMetadataSync(Object metadata) {
        Promise.await(setConnectionMetadata(metadata));
    }

    /** Like {@link #setConnectionMetadata(Object, MergeStrategy)}, but waits. */
    default void setConnectionMetadataSync(Object metadata, MergeStrategy strategy) {
        Promise.await(setConnectionMetadata(metadata, strategy));
    }

    /** Like {@link #getRoomMetadata}, but waits. */
    default <T> T getRoomMetadataSync(String room, Class<T> type) {
        return Promise.await(getRoomMetadata(room, type));
    }
}
