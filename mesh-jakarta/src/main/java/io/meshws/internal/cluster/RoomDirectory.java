package io.meshws.internal.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The members of rooms, and the rooms' metadata. The owner of a connection writes its memberships, one operation after
 * the other. Each operation is atomic with the routing that {@link Bus#sendToRoom} uses: once {@link #join} has
 * completed, everything that any instance sends to the room reaches the owner.
 */
public interface RoomDirectory {

    /** @return whether it wasn't a member before */
    CompletionStage<Boolean> join(String room, String connectionId);

    /**
     * Also works if the owner of the connection is gone.
     *
     * @return whether it was a member
     */
    CompletionStage<Boolean> leave(String room, String connectionId);

    CompletionStage<Boolean> contains(String room, String connectionId);

    /** The members on all instances, in no order. */
    CompletionStage<Set<String>> members(String room);

    CompletionStage<Set<String>> roomsOf(String connectionId);

    /** The rooms with members. Reads the rooms of every connection. */
    CompletionStage<Set<String>> all();

    /** The metadata's text; empty if none was set. */
    CompletionStage<Optional<String>> metadata(String room);

    /**
     * Replaces the metadata if it hasn't changed since the caller read it; atomic.
     *
     * @param expected the value that {@link #metadata} returned
     * @param metadata the new text; empty removes it
     * @return whether it was replaced
     */
    CompletionStage<Boolean> replaceMetadata(String room, Optional<String> expected, Optional<String> metadata);

    /** Sets the metadata unconditionally; empty removes it. */
    CompletionStage<Void> setMetadata(String room, Optional<String> metadata);

    /** The metadata of all rooms, by room name. */
    CompletionStage<Map<String, String>> allMetadata();
}
