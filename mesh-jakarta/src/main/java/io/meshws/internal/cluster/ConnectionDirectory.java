package io.meshws.internal.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Which connections exist, with their metadata as JSON text ({@code null} the text where none was set). Written by the
 * owner only, read by everyone. The id says who the owner is ({@link ConnectionId}).
 */
public interface ConnectionDirectory {

    /** Adds the connection or replaces its metadata. */
    CompletionStage<Void> put(String connectionId, String metadata);

    /** Removes the connection and what {@link RoomDirectory} has of it in the given rooms; no error where it is gone. */
    CompletionStage<Void> remove(String connectionId, Iterable<String> rooms);

    /** The metadata's text; empty where there is no such connection. */
    CompletionStage<Optional<String>> metadata(String connectionId);

    /** The metadata's texts of those of the connections that exist. */
    CompletionStage<Map<String, String>> metadata(Iterable<String> connectionIds);

    /**
     * Goes through the connections of all instances. Not a snapshot: they are read a page at a time.
     *
     * @param kept what is to be kept of a connection, given its metadata's text; nothing if it is empty. May be called twice
     *     for one
     * @param executor calls {@code kept}, unless this thread does
     * @return by connection id; fails with what {@code kept} throws
     */
    <T> CompletionStage<Map<String, T>> select(Function<String, Optional<T>> kept, Executor executor);

    /** As above, with a function that never waits. */
    default <T> CompletionStage<Map<String, T>> select(Function<String, Optional<T>> kept) {
        return select(kept, Runnable::run);
    }

    /**
     * Makes the store hold exactly these connections of this instance, in exactly these rooms; after {@link
     * Receiver#rejoined()}.
     */
    CompletionStage<Void> replaceOwn(Map<String, OwnConnection> own);

    /**
     * What this instance knows of one of its connections.
     *
     * @param metadata JSON text
     */
    record OwnConnection(String metadata, java.util.Set<String> rooms) {}
}
