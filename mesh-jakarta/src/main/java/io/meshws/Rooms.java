package io.meshws;

import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Named groups of connections, on all instances.
 *
 * <pre>{@code
 * mesh.rooms().add("lobby", connection)
 *         .thenCompose(added -> mesh.rooms().members("lobby"))
 *         .thenAccept(ids -> System.out.println(ids.size() + " in the lobby"));
 * mesh.broadcastRoom("lobby", "said", "Hello");
 * }</pre>
 *
 * <p>Thread-safe. A room exists while it has members. Room names have 1 to 256 characters, no control characters and no
 * unpaired surrogates, else {@link InvalidNameException}. Stages fail with {@link ClusterUnavailableException} if Redis
 * can't be reached.
 */
public interface Rooms {

    /** Lets all clients join one room. */
    default void expose(String room) {
        expose(room, Guard.ANYONE);
    }

    /**
     * Lets clients that the guard allows join one room. Until this method or one of its overloads is called, clients
     * may join every room; from then on, only rooms that are exposed on their instance. The application itself may
     * always add connections.
     */
    void expose(String room, Guard guard);

    /** Like {@link #expose(String)}, for the rooms whose names match the pattern as a whole. */
    default void expose(Pattern rooms) {
        expose(rooms, Guard.ANYONE);
    }

    /** Like {@link #expose(String, Guard)}, for the rooms whose names match the pattern as a whole. */
    void expose(Pattern rooms, Guard guard);

    /**
     * Takes back {@link #expose(String)}. Members stay; {@link #removeAll} removes them.
     *
     * @return whether it was exposed
     */
    boolean unexpose(String room);

    /** Like {@link #unexpose(String)}, for names exposed by a pattern with the same text and flags. */
    boolean unexpose(Pattern rooms);

    /** Lets all clients read the metadata of one room. */
    default void exposeMetadata(String room) {
        exposeMetadata(room, Guard.ANYONE);
    }

    /**
     * Lets clients that the guard allows read the metadata of one room. Clients can't read metadata that isn't exposed,
     * unless {@code mesh.security} is {@code open}.
     */
    void exposeMetadata(String room, Guard guard);

    /** Like {@link #exposeMetadata(String)}, for the rooms whose names match the pattern as a whole. */
    default void exposeMetadata(Pattern rooms) {
        exposeMetadata(rooms, Guard.ANYONE);
    }

    /** Like {@link #exposeMetadata(String, Guard)}, for the rooms whose names match the pattern as a whole. */
    void exposeMetadata(Pattern rooms, Guard guard);

    /**
     * Takes back {@link #exposeMetadata(String)}.
     *
     * @return whether it was exposed
     */
    boolean unexposeMetadata(String room);

    /** Like {@link #unexposeMetadata(String)}, for names exposed by a pattern with the same text and flags. */
    boolean unexposeMetadata(Pattern rooms);

    /**
     * Adds a connection of any instance.
     *
     * @return whether it wasn't a member before. Fails with {@code EGONE} if there is no such connection, and with
     *     {@code EROOMS} if it's already in {@code mesh.max-rooms} rooms
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

    /** The members on all instances with their metadata, by id; JSON null for one that has none. */
    CompletionStage<Map<String, JsonValue>> membersWithMetadata(String room);

    /** The rooms that a connection is in. */
    CompletionStage<Set<String>> roomsOf(String connectionId);

    /** All rooms that have members. */
    CompletionStage<Set<String>> names();

    /**
     * The keys of the rooms in a namespace that have members, as {@link MeshServer#room(String, String)} takes them.
     * Reads the names of all rooms from the store; asks no other instance.
     */
    default CompletionStage<Set<String>> keys(String namespace) {
        String prefix = prefix(namespace);
        return names().thenApply(names -> names.stream()
                .filter(name -> name.startsWith(prefix) && name.length() > prefix.length())
                .map(name -> name.substring(prefix.length()))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** The beginning of the names of all rooms in a namespace: the namespace and a colon. */
    static String prefix(String namespace) {
        if (InvalidNameException.check("namespace", namespace).contains(":")) {
            throw new InvalidNameException("A namespace must not contain a colon: " + namespace);
        }
        return namespace + ":";
    }

    CompletionStage<Void> removeFromAll(String connectionId);

    /** Removes all current members, and keeps the room's metadata. */
    CompletionStage<Void> removeAll(String room);

    /** Removes all current members, and the room's metadata. */
    CompletionStage<Void> clear(String room);

    /** The metadata that was set; empty if there is none. */
    CompletionStage<Optional<JsonValue>> metadata(String room);

    /** The metadata of all rooms that have some, by room name. */
    CompletionStage<Map<String, JsonValue>> allMetadata();

    /** Replaces the metadata; null removes it. */
    default CompletionStage<Void> setMetadata(String room, Object metadata) {
        return setMetadata(room, metadata, MergeStrategy.REPLACE);
    }

    /** Replaces the given members of the metadata, and keeps the others. */
    default CompletionStage<Void> updateMetadata(String room, Object metadata) {
        return setMetadata(room, metadata, MergeStrategy.MERGE);
    }

    /**
     * Writes metadata, atomically: if two writers merge at the same time, both changes take effect.
     *
     * @return a stage that fails with {@code ETOOLARGE} if the result would be longer than {@code
     *     mesh.max-room-metadata}
     */
    CompletionStage<Void> setMetadata(String room, Object metadata, MergeStrategy strategy);
}
