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
 * The connections of all instances, by id, with their metadata.
 *
 * <pre>{@code
 * Connections connections = mesh.connections();
 * connections.setMetadata(connection.id(), Map.of("name", "Ada"));
 * connections.send(id, "private", "For you only");
 * connections.request(id, "confirm", "Ship it?", Boolean.class, Duration.ofSeconds(30))
 *         .thenAccept(yes -> System.out.println(yes ? "Shipped" : "Kept"));
 * }</pre>
 *
 * <p>Thread-safe. Stages fail with {@link ClusterUnavailableException} if they need Redis and it can't be reached.
 * Operations on connections of this instance need Redis only to write.
 */
public interface Connections {

    /** The connection with that id, if it's open and connected to this instance. */
    Optional<MeshConnection> local(String connectionId);

    /** The open connections of this instance. */
    Collection<MeshConnection> local();

    /** The ids of the connections of all instances. */
    CompletionStage<Set<String>> ids();

    /**
     * Sends an event to one connection of any instance.
     *
     * @return whether the event was queued on this instance, or handed to the instance that owns the connection
     */
    CompletionStage<Boolean> send(String connectionId, String event, Object payload);

    /** Like {@link MeshConnection#request}, for a connection of any instance. */
    <T> CompletableFuture<T> request(String connectionId, String command, Object payload, Type type, Duration timeout);

    /** {@link #request(String, String, Object, Type, Duration)} for a plain class. */
    default <T> CompletableFuture<T> request(
            String connectionId, String command, Object payload, Class<T> type, Duration timeout) {
        return request(connectionId, command, payload, (Type) type, timeout);
    }

    /** Closes a connection of any instance. Fails with {@code EGONE} if its instance is gone. */
    CompletionStage<Void> close(String connectionId);

    /**
     * Closes all connections of a user on all instances, as when the user logs out: with 4003, so that mesh's clients
     * don't connect again by themselves. mesh reads none of their frames from now on. A sign-in that is being checked
     * at that moment is refused; a user who signs in afterwards is let in, unless the {@link Authenticator} refuses.
     *
     * @param user the name of the {@linkplain MeshConnection#principal() principal}
     * @return the number of connections. If the stage fails, those of this instance and of all that could be told are
     *     closed. It fails too while an instance that died still holds its lease: call again then
     */
    CompletionStage<Integer> closeUser(String user);

    /** The metadata that was set last: JSON null if none was set, empty if there is no such connection. */
    CompletionStage<Optional<JsonValue>> metadata(String connectionId);

    /**
     * The metadata of all connections of all instances, by id. For the members of one room, use {@link
     * Rooms#membersWithMetadata}.
     */
    default CompletionStage<Map<String, JsonValue>> allMetadata() {
        return findWhere(any -> true);
    }

    /**
     * The connections of all instances whose metadata meets a condition, with their metadata, by id. Reads the metadata
     * of every connection from Redis; asks no other instance.
     *
     * @param condition receives JSON null for a connection without metadata. Runs on a thread of mesh and must not
     *     wait; if it throws, the stage fails with that exception
     */
    CompletionStage<Map<String, JsonValue>> findWhere(Predicate<? super JsonValue> condition);

    /**
     * Sends an event to the connections that {@link #findWhere} finds. The event is encoded once, and each instance
     * that owns some of them gets one message.
     *
     * @return the number of connections
     */
    CompletionStage<Integer> sendWhere(Predicate<? super JsonValue> condition, String event, Object payload);

    /**
     * Closes the connections that {@link #findWhere} finds; the instance that owns a connection closes it.
     *
     * @return the number of connections that were open
     */
    CompletionStage<Integer> closeWhere(Predicate<? super JsonValue> condition);

    /** Lets all clients read the metadata of other connections. */
    default void exposeMetadata() {
        exposeMetadata(Guard.ANYONE);
    }

    /**
     * Lets clients that the guard allows read the metadata of other connections. Until then they read only their own,
     * unless {@code mesh.security} is {@code open}. Exposing again replaces the guard.
     *
     * @param guard asked about the id of the other connection, for each attempt and each member of a list
     */
    void exposeMetadata(Guard guard);

    /**
     * Takes back {@link #exposeMetadata(Guard)}.
     *
     * @return whether it was exposed
     */
    boolean unexposeMetadata();

    /** Lets all clients write their own metadata. */
    default void exposeOwnMetadata() {
        exposeOwnMetadata(Guard.ANYONE);
    }

    /**
     * Lets clients that the guard allows write their own metadata. Until then they read it but can't write it, unless
     * {@code mesh.security} is {@code open}. Exposing again replaces the guard.
     *
     * @param guard asked about the client's own id, for each attempt
     */
    void exposeOwnMetadata(Guard guard);

    /**
     * Takes back {@link #exposeOwnMetadata(Guard)}.
     *
     * @return whether it was exposed
     */
    boolean unexposeOwnMetadata();

    /** Replaces the metadata. */
    default CompletionStage<Void> setMetadata(String connectionId, Object metadata) {
        return setMetadata(connectionId, metadata, MergeStrategy.REPLACE);
    }

    /**
     * Writes metadata. Writes to one connection happen one after the other, wherever they come from.
     *
     * @return a stage that fails with {@code EGONE} if there is no such connection, and with {@code ETOOLARGE} if the
     *     result would be longer than {@code mesh.max-connection-metadata}
     */
    CompletionStage<Void> setMetadata(String connectionId, Object metadata, MergeStrategy strategy);
}
