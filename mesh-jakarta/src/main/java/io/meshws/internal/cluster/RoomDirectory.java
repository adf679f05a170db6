package io.meshws.internal.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Who is in which room, and the rooms' metadata. Memberships are written by the connection's owner, one operation of a
 * connection after the other; each is atomic with the routing that {@link Bus#sendToRoom} uses: once {@link #join}
 * completed, what any instance sends to the room reaches the owner.
 */
public interface RoomDirectory {

    /** @return whether it was no member before */
    CompletionStage<Boolean> join(String room, String connectionId);

    /**
     * Also for connections whose owner is gone.
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

    /** The metadata's text; empty where none was set. */
    CompletionStage<Optional<String>> metadata(String room);

    /**
     * Replaces the metadata where it still is what the caller read; atomic.
     *
     * @param expected what {@link #metadata} said
     * @param metadata the new text; empty removes it
     * @return whether it was replaced
     */
    CompletionStage<Boolean> replaceMetadata(String room, Optional<String> expected, Optional<String> metadata);

    /** Sets the metadata whatever there was; empty removes it. */
    CompletionStage<Void> setMetadata(String room, Optional<String> metadata);

    /** By room name. */
    CompletionStage<Map<String, String>> allMetadata();
}
