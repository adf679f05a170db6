package io.meshws;

import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Named groups of connections, on all instances. A room exists while it has members. Thread-safe. Room names have 1 to
 * 256 characters, no control characters and no unpaired surrogates, else {@link InvalidNameException}. Stages fail with {@link
 * ClusterUnavailableException} where Redis cannot be reached.
 */
public interface Rooms {

    /**
     * Adds a connection of any instance.
     *
     * @return whether it was no member before. Fails with {@code EGONE} if there is no such connection, and with {@code
     *     EBUSY} if it is in {@code mesh.max-rooms} rooms already
     */
    CompletionStage<Boolean> add(String room, String connectionId);

    default CompletionStage<Boolean> add(String room, MeshConnection connection) {
        return add(room, Objects.requireNonNull(connection, "connection").id());
    }

    /**
     * Removes a connection of any instance.
     *
     * @return whether it was a member
     */
    CompletionStage<Boolean> remove(String room, String connectionId);

    default CompletionStage<Boolean> remove(String room, MeshConnection connection) {
        return remove(room, Objects.requireNonNull(connection, "connection").id());
    }

    CompletionStage<Boolean> contains(String room, String connectionId);

    /** The ids of the members on all instances. */
    CompletionStage<Set<String>> members(String room);

    /** The members on all instances with the metadata of each, by id; JSON null for one that has none. */
    CompletionStage<Map<String, JsonValue>> membersWithMetadata(String room);

    /** The rooms that a connection is in. */
    CompletionStage<Set<String>> roomsOf(String connectionId);

    /** All rooms with members. */
    CompletionStage<Set<String>> names();

    CompletionStage<Void> removeFromAll(String connectionId);

    /** Removes every connection that is a member now, and keeps the room's metadata. */
    CompletionStage<Void> removeAll(String room);

    /** Removes every connection that is a member now, and the room's metadata. */
    CompletionStage<Void> clear(String room);

    /** What was set; empty where nothing was. */
    CompletionStage<Optional<JsonValue>> metadata(String room);

    /** By room name, of the rooms that have some. */
    CompletionStage<Map<String, JsonValue>> allMetadata();

    /** Replaces the metadata; null removes it. */
    default CompletionStage<Void> setMetadata(String room, Object metadata) {
        return setMetadata(room, metadata, MergeStrategy.REPLACE);
    }

    /** Replaces the members of the metadata that are given, and keeps the others. */
    default CompletionStage<Void> updateMetadata(String room, Object metadata) {
        return setMetadata(room, metadata, MergeStrategy.MERGE);
    }

    /**
     * Writes metadata; atomic: of two that merge at once, both take effect.
     *
     * @return fails with {@code ETOOLARGE} if the result would be longer than {@code mesh.max-room-metadata}
     */
    CompletionStage<Void> setMetadata(String room, Object metadata, MergeStrategy strategy);
}
