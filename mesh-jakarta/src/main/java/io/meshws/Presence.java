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
 * Who is where: of the rooms that are tracked, clients can be told who is in them, who comes and goes, and what state each
 * one published. Thread-safe.
 *
 * <p>Say what is tracked when the application starts, the same on every instance: who joined a room before is not present
 * in it. Among several names and patterns that match a room, the one that was tracked first decides; tracking the same
 * one again replaces its guard and time to live. A member that shows no life for the time to live is announced as gone,
 * and should it come back, as there again, with its state. Questions are answered from the store alone; stages fail with
 * {@link ClusterUnavailableException} where it cannot be reached. Where it lost its data, each instance writes its members
 * and their states anew.
 */
public interface Presence {
    /** Where none is given. */
    Duration DEFAULT_TTL = Duration.ofSeconds(30);

    /**
     * Tracks one room.
     *
     * @param guard whom clients that want to see the room's presence have to pass
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
     * Takes back {@link #track(String)} on this instance, unless a pattern still tracks the room. Its clients that are told of
     * the room's presence, or about to be, are unsubscribed and told so by the event {@code mesh/unsubscribed}; its clients in
     * the room are members still, but no longer present: instances that track the room announce that they left.
     *
     * @return whether it was tracked
     */
    boolean untrack(String room);

    /** As {@link #untrack(String)}, for what was tracked by a pattern with the same text and flags. */
    boolean untrack(Pattern rooms);

    boolean isTracked(String room);

    /**
     * Says whose connections are whose, for clients that want to be shown users rather than their connections. Asked on the
     * instance that a connection is connected to, when it joins a tracked room; the answer holds until it leaves. Replaces
     * what was said before. Must not wait for anything.
     *
     * @param userOf finds the user's id by principal, handshake, attributes, or metadata, which clients can write themselves;
     *     1 to 256 characters, no control characters and no unpaired surrogates. Where it returns empty, null or another text, or throws, the
     *     connection has no user
     */
    void identify(Function<? super MeshConnection, Optional<String>> userOf);

    /** The ids of the connections that are present, on all instances; none where the room is not tracked. */
    CompletionStage<Set<String>> present(String room);

    /** The users that are present, on all instances, each with its connections there. Connections without a user are left out. */
    CompletionStage<Map<String, Set<String>>> presentUsers(String room);

    /** The states of those that published one, by connection id. */
    CompletionStage<Map<String, JsonValue>> states(String room);

    /** {@link #publishState(String, String, Object, StateOptions)} with {@link StateOptions#DEFAULT}. */
    default CompletionStage<Boolean> publishState(String room, String connectionId, Object state) {
        return publishState(room, connectionId, state, StateOptions.DEFAULT);
    }

    /**
     * Publishes a state for a connection of any instance, as the client itself can. Of those for one connection and room
     * that wait for Redis, only the last is published, where none of them is silent and nothing else is done with the
     * connection in between; the stages of all have its result.
     *
     * @param state anything that JSON-B or JSON-P can express, of at most {@code mesh.max-presence-state} characters, else
     *     {@link CommandException} with {@code ETOOLARGE}; null publishes nothing
     * @return whether it was published: not where the connection is not present in the room
     */
    CompletionStage<Boolean> publishState(String room, String connectionId, Object state, StateOptions options);

    /**
     * Takes back the state of a connection of any instance.
     *
     * @return whether there was one
     */
    CompletionStage<Boolean> clearState(String room, String connectionId);
}
