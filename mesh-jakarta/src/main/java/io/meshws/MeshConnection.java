package io.meshws;

import java.lang.reflect.Type;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One client that is connected to this instance. Thread-safe; stays usable after the client is gone, when sending does
 * nothing. Connections of other instances are reached by id, through {@link Connections}.
 */
public interface MeshConnection {

    /** Unguessable, and the same on every instance. Whoever knows it can be told from others only by what they know. */
    String id();

    /** The address of the peer as the container sees it, which behind a proxy is the proxy's; empty where unknown. */
    String remoteAddress();

    /** The headers of the handshake; names compare without regard to case. */
    Map<String, List<String>> headers();

    /** The query parameters of the handshake's URL. */
    Map<String, List<String>> query();

    /** The path of the endpoint that was connected to, such as {@code /mesh}. */
    String path();

    /** Who the container authenticated in the handshake. */
    Optional<Principal> principal();

    /**
     * The token that came with the handshake, from {@code Authorization: Bearer …} or else from an offered subprotocol
     * {@code bearer.…}, as in {@code new WebSocket(url, ["mesh", "bearer." + token])}. Nothing has checked it.
     */
    Optional<String> bearerToken();

    /**
     * Keeps something about the client on this instance, such as the user it logged in as; null removes it. Unlike
     * metadata, a client can neither read nor write it.
     */
    void attribute(String name, Object value);

    /** What was kept, where it is of that type. */
    <T> Optional<T> attribute(String name, Class<T> type);

    boolean isOpen();

    /** The round trip to the client that was measured last; empty before the first, some seconds after it connected. */
    Optional<Duration> latency();

    /**
     * Sends an event. Events and replies of one thread arrive in the order in which it sent them; what is sent to a
     * closed connection is dropped.
     *
     * @param payload anything that JSON-B or JSON-P can express, or null
     * @return whether it was queued
     * @throws IllegalArgumentException where the name is mesh's own
     */
    boolean send(String event, Object payload);

    /**
     * Asks the client and waits for its answer. Time-outs are checked once a second.
     *
     * @param type what the answer's payload becomes, as a JSON-B type
     * @return fails with {@link CommandException}: the error that the client answered, {@code ETIMEOUT} or {@code
     *     EGONE}. Cancelling it forgets the request; the client is not told
     */
    <T> CompletableFuture<T> request(String command, Object payload, Type type, Duration timeout);

    /** {@link #request(String, Object, Type, Duration)} for a plain class. */
    default <T> CompletableFuture<T> request(String command, Object payload, Class<T> type, Duration timeout) {
        return request(command, payload, (Type) type, timeout);
    }

    /** Closes normally, after what was sent before. */
    void close();
}
