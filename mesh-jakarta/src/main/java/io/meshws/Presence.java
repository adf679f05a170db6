package io.meshws;

import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The members of tracked rooms, their joins and leaves, and the states that they publish.
 *
 * <pre>{@code
 * Presence presence = mesh.presence();
 * presence.track("lobby");
 * presence.track(Pattern.compile("game:.+"), Duration.ofSeconds(10));
 * presence.present("lobby").thenAccept(ids -> System.out.println(ids.size() + " in the lobby"));
 * presence.publishState("lobby", id, "typing", StateOptions.DEFAULT.expireAfter(Duration.ofSeconds(3)));
 * }</pre>
 *
 * <p>Clients subscribe to the presence of a tracked room if its guard allows it.
 *
 * <p>Thread-safe. Track the same rooms on every instance, when the application starts: a connection that joined a room
 * before the room was tracked isn't present in it. If several tracked names and patterns match a room, the one tracked
 * first decides; tracking the same one again replaces its guard and time to live.
 *
 * <p>A member that shows no sign of life for the time to live is announced as gone. If it comes back, it is announced
 * as present again, with its state. Queries are answered from the store alone. Stages fail with {@link
 * ClusterUnavailableException} if the store can't be reached. If the store loses its data, each instance writes its
 * members and their states again.
 */
public interface Presence {
    /** The time to live if none is given. */
    Duration DEFAULT_TTL = Duration.ofSeconds(30);

    /**
     * Tracks one room.
     *
     * @param guard decides which clients may see the room's presence
     */
    void track(String room, Guard guard, Duration ttl);

    /** Tracks the rooms that the pattern matches as a whole. */
    void track(Pattern rooms, Guard guard, Duration ttl);

    default void track(String room) {
        track(room, Guard.ANYONE, DEFAULT_TTL);
    }

    default void track(Pattern rooms) {
        track(rooms, Guard.ANYONE, DEFAULT_TTL);
    }

    default void track(String room, Guard guard) {
        track(room, guard, DEFAULT_TTL);
    }

    default void track(Pattern rooms, Guard guard) {
        track(rooms, guard, DEFAULT_TTL);
    }

    default void track(String room, Duration ttl) {
        track(room, Guard.ANYONE, ttl);
    }

    default void track(Pattern rooms, Duration ttl) {
        track(rooms, Guard.ANYONE, ttl);
    }

    /**
     * Takes back {@link #track(String)} on this instance, unless a pattern still tracks the room. Clients of this
     * instance that are subscribed to the room's presence, or about to be, are unsubscribed and told so by the event
     * {@code mesh/unsubscribed}. Clients of this instance in the room remain members but are no longer present:
     * instances that track the room announce that they left.
     *
     * @return whether it was tracked
     */
    boolean untrack(String room);

    /** Like {@link #untrack(String)}, for names tracked by a pattern with the same text and flags. */
    boolean untrack(Pattern rooms);

    boolean isTracked(String room);

    /**
     * Sets the function that finds the user of a connection, for clients that want to see users instead of connections.
     * When a connection joins a tracked room, the instance that it's connected to calls the function; the answer holds
     * until the connection leaves. Replaces the function set before. The function must not wait for anything.
     *
     * @param userOf finds the user's id by principal, handshake, attributes, or metadata, which clients can write
     *     themselves; 1 to 256 characters, no control characters and no unpaired surrogates. If it throws, or returns
     *     empty, null or another text, the connection has no user
     */
    void identify(Function<? super MeshConnection, Optional<String>> userOf);

    /** The ids of the connections that are present, on all instances; none if the room isn't tracked. */
    CompletionStage<Set<String>> present(String room);

    /**
     * The users that are present, on all instances, each with its connections in the room. Connections without a user
     * are left out.
     */
    CompletionStage<Map<String, Set<String>>> presentUsers(String room);

    /** The states by connection id, of the connections that published one. */
    CompletionStage<Map<String, JsonValue>> states(String room);

    /** {@link #publishState(String, String, Object, StateOptions)} with {@link StateOptions#DEFAULT}. */
    default CompletionStage<Boolean> publishState(String room, String connectionId, Object state) {
        return publishState(room, connectionId, state, StateOptions.DEFAULT);
    }

    /**
     * Publishes a state for a connection of any instance, as the client itself can. If several states for one
     * connection and room are waiting for Redis, only the last one is published, unless one of them is silent or
     * something else is done with the connection in between; all their stages complete with its result.
     *
     * @param state anything that JSON-B or JSON-P can express, of at most {@code mesh.max-presence-state} characters,
     *     else {@link CommandException} with {@code ETOOLARGE}; null publishes nothing
     * @return whether it was published; false if the connection isn't present in the room
     */
    CompletionStage<Boolean> publishState(String room, String connectionId, Object state, StateOptions options);

    /**
     * Removes the state of a connection of any instance.
     *
     * @return whether there was one
     */
    CompletionStage<Boolean> clearState(String room, String connectionId);
}
