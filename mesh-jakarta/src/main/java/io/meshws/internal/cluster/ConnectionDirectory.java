package io.meshws.internal.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * All existing connections, with their metadata as JSON text (null if none was set). Only the owner writes, everyone
 * reads. The id identifies the owner ({@link ConnectionId}).
 */
public interface ConnectionDirectory {

    /** Adds the connection or replaces its metadata. */
    CompletionStage<Void> put(String connectionId, String metadata);

    /**
     * Removes the connection, and its memberships in the given rooms from {@link RoomDirectory}. Not an error if it's
     * already gone.
     */
    CompletionStage<Void> remove(String connectionId, Iterable<String> rooms);

    /** The metadata's text; empty if there is no such connection. */
    CompletionStage<Optional<String>> metadata(String connectionId);

    /** The metadata texts of those of the connections that exist. */
    CompletionStage<Map<String, String>> metadata(Iterable<String> connectionIds);

    /**
     * Goes through the connections of all instances. Not a snapshot: they are read a page at a time.
     *
     * @param kept maps the text of a connection's metadata to the value to keep; empty keeps nothing. May be called
     *     twice for one connection
     * @param executor calls {@code kept}, unless this thread does
     * @return the kept values by connection id; fails with the exception of {@code kept}
     */
    <T> CompletionStage<Map<String, T>> select(Function<String, Optional<T>> kept, Executor executor);

    /** As above, for a function that never waits. */
    default <T> CompletionStage<Map<String, T>> select(Function<String, Optional<T>> kept) {
        return select(kept, Runnable::run);
    }

    /**
     * Makes the store contain exactly these connections of this instance, in exactly these rooms; after {@link
     * Receiver#rejoined()}.
     */
    CompletionStage<Void> replaceLocal(Map<String, LocalConnection> own);

    /**
     * One connection of this instance, as this instance knows it.
     *
     * @param metadata JSON text
     */
    record LocalConnection(String metadata, java.util.Set<String> rooms) {}
}
