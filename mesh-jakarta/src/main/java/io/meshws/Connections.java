package io.meshws;

import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * The connections of all instances, by id, with their metadata. Thread-safe. Stages fail with {@link
 * ClusterUnavailableException} where Redis is needed and cannot be reached; what concerns only connections of this
 * instance needs it for writing alone.
 */
public interface Connections {

    /** The connection of that id, where it is open and connected to this instance. */
    Optional<MeshConnection> local(String connectionId);

    /** The open connections of this instance. */
    Collection<MeshConnection> local();

    /** The ids of the connections of all instances. */
    CompletionStage<Set<String>> ids();

    /**
     * Sends an event to one connection, wherever it is.
     *
     * @return whether it was queued here, or handed to the instance that owns the connection
     */
    CompletionStage<Boolean> send(String connectionId, String event, Object payload);

    /** {@link MeshConnection#request} to a connection of any instance. */
    <T> CompletableFuture<T> request(String connectionId, String command, Object payload, Type type, Duration timeout);

    /** {@link #request(String, String, Object, Type, Duration)} for a plain class. */
    default <T> CompletableFuture<T> request(
            String connectionId, String command, Object payload, Class<T> type, Duration timeout) {
        return request(connectionId, command, payload, (Type) type, timeout);
    }

    /** Closes a connection of any instance; fails with {@code EGONE} where its instance is gone. */
    CompletionStage<Void> close(String connectionId);

    /** What was set last; JSON null where nothing was, empty where there is no such connection. */
    CompletionStage<Optional<JsonValue>> metadata(String connectionId);

    /** The metadata of all connections of all instances, by id. That of a room's members: {@link Rooms#membersWithMetadata}. */
    default CompletionStage<Map<String, JsonValue>> allMetadata() {
        return findWhere(any -> true);
    }

    /**
     * The connections of all instances whose metadata meets a condition, with their metadata, by id. Redis is asked for the
     * metadata of every connection, and no other instance is asked anything.
     *
     * @param condition given JSON null for a connection without metadata. Runs on a thread of mesh, and must not wait;
     *     if it throws, the stage fails with that
     */
    CompletionStage<Map<String, JsonValue>> findWhere(Predicate<? super JsonValue> condition);

    /**
     * Sends an event to the connections that {@link #findWhere} finds: encoded once, and one message for each instance that
     * has some of them.
     *
     * @return to how many
     */
    CompletionStage<Integer> sendWhere(Predicate<? super JsonValue> condition, String event, Object payload);

    /**
     * Closes the connections that {@link #findWhere} finds, each by the instance that owns it.
     *
     * @return how many were open
     */
    CompletionStage<Integer> closeWhere(Predicate<? super JsonValue> condition);

    /** Replaces the metadata. */
    default CompletionStage<Void> setMetadata(String connectionId, Object metadata) {
        return setMetadata(connectionId, metadata, MergeStrategy.REPLACE);
    }

    /**
     * Writes metadata. Writes to one connection happen one after the other, from wherever they come.
     *
     * @return fails with {@code EGONE} if there is no such connection, and with {@code ETOOLARGE} if the result would be longer
     *     than {@code mesh.max-connection-metadata}
     */
    CompletionStage<Void> setMetadata(String connectionId, Object metadata, MergeStrategy strategy);
}
