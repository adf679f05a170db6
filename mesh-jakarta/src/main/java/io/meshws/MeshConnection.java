package io.meshws;

import java.lang.reflect.Type;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One client that is connected to this instance.
 *
 * <pre>{@code
 * AttributeKey<String> USER = AttributeKey.of("user");
 * connection.attribute(USER, "Ada");
 * connection.send("welcome", Map.of("id", connection.id()));
 * }</pre>
 *
 * <p>Thread-safe. Stays usable after the client is gone, but then sending does nothing. To reach connections of other
 * instances, use {@link Connections} with their ids.
 */
public interface MeshConnection extends ClientHandshake {

    /**
     * The id: unguessable, and the same on every instance. Ids are passed on to others, so knowing one proves
     * nothing.
     */
    String id();

    /** The user that the container authenticated in the handshake, or that an {@link Authenticator} determined. */
    @Override
    Optional<Principal> principal();

    /**
     * The roles of the user: those of the {@link Identity}, or, if the container authenticated the user, those of
     * {@link ClientHandshake#roles()}. They change when the client signs in again.
     */
    @Override
    Set<String> roles();

    /**
     * Sets an attribute of the client, which is kept on this instance; null removes it. Clients can neither read nor
     * write attributes, unlike metadata.
     */
    <T> void attribute(AttributeKey<T> key, T value);

    /** The attribute's value; empty if there is none. */
    <T> Optional<T> attribute(AttributeKey<T> key);

    boolean isOpen();

    /**
     * The round-trip time to the client that was measured last; empty until the first measurement, some seconds after
     * it connected.
     */
    Optional<Duration> latency();

    /**
     * Sends an event. Events and replies of one thread arrive in the order in which it sent them. Events to a closed
     * connection are dropped.
     *
     * @param payload anything that JSON-B or JSON-P can express, or null
     * @return whether it was queued
     * @throws IllegalArgumentException if the name is mesh's own
     */
    boolean send(String event, Object payload);

    /**
     * Sends a request to the client and waits for its answer. The time-out ends it within 250 ms of its time if the
     * server runs scheduled tasks on time, otherwise at the next tick.
     *
     * @param type the JSON-B type of the answer's payload
     * @return a future that fails with {@link CommandException}: the client's own error; {@code ETIMEOUT};
     *     {@code EGONE} if the connection closes first; {@code EBUSY} if {@code mesh.max-in-flight} is reached;
     *     {@code EPAYLOAD} if the answer doesn't fit the type. Cancelling it drops the request; the client isn't told
     */
    <T> CompletableFuture<T> request(String command, Object payload, Type type, Duration timeout);

    /** {@link #request(String, Object, Type, Duration)} for a plain class. */
    default <T> CompletableFuture<T> request(String command, Object payload, Class<T> type, Duration timeout) {
        return request(command, payload, (Type) type, timeout);
    }

    /** Closes the connection normally, after everything that was sent before. */
    void close();
}
