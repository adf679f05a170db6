package io.meshws.internal.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

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

    /** All connections of all instances. Not a snapshot: instances are read one after the other. */
    CompletionStage<Map<String, String>> all();

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
