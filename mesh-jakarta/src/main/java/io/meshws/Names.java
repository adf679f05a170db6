package io.meshws;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Stable addresses: a client takes a name, and is reached by it across reconnects, on any instance.
 *
 * <pre>{@code
 * Names names = mesh.names();
 * names.allow(Pattern.compile("till-\\d+"), (caller, name) -> caller.principal().isPresent());
 * names.send("till-17", "open-drawer", null);
 * names.request("till-17", "print", "Two teas", Boolean.class, Duration.ofSeconds(10))
 *         .thenAccept(printed -> System.out.println(printed ? "Printed" : "No paper"));
 * }</pre>
 *
 * <p>In the whole cluster a name has one holder at most. When the holder's connection ends, the name is kept for
 * {@code mesh.name-grace}. The client that had it gets it back at once when it connects again; until then
 * {@link #request} and {@link #send} wait for it. Beans can have names too: {@link #host}. {@link NameTaken} and
 * {@link NameFreed} tell of changes.
 *
 * <p>Thread-safe. Names have 1 to 256 characters, no control characters and no unpaired surrogates, else {@link
 * InvalidNameException}. Stages fail with {@link ClusterUnavailableException} if Redis can't be reached.
 */
public interface Names {

    /** Lets the clients that the guard allows take the name, unless another holder has it. */
    default void allow(String name, Guard guard) {
        allow(name, guard, NOBODY);
    }

    /** {@link #allow(String, Guard)} for all names that the pattern matches as a whole. */
    default void allow(Pattern names, Guard guard) {
        allow(names, guard, NOBODY);
    }

    /**
     * Lets the clients that the guard allows take the name; until something allows it, no client can. Allowing the same
     * name again replaces both guards. If several allowed names and patterns match, the one allowed first decides. Each
     * instance allows names for its own clients.
     *
     * @param replacing decides which of these clients may take the name from another holder, if they ask for that
     */
    void allow(String name, Guard guard, Guard replacing);

    /** {@link #allow(String, Guard, Guard)} for all names that the pattern matches as a whole. */
    void allow(Pattern names, Guard guard, Guard replacing);

    /**
     * Takes back {@link #allow(String, Guard)}. Clients that have the name keep it: {@link #free} takes it from them.
     *
     * @return whether it was allowed
     */
    boolean disallow(String name);

    /** Like {@link #disallow(String)}, for names allowed by a pattern with the same text and flags. */
    boolean disallow(Pattern names);

    /**
     * Asks the holder of a name, wherever it is, and waits for a holder that is away. A request that reached a holder is
     * never repeated.
     *
     * @param timeout of everything together; ends within 250 ms of its time if the server runs scheduled tasks on time,
     *     otherwise at the next tick
     * @return fails with {@code ENOTFOUND} if the name is free, or its holder doesn't come back in time to keep it; with
     *     {@code ETIMEOUT} if there is no answer in time; with {@code EUNKNOWN} if the holder's connection ended before
     *     the answer; and otherwise with the holder's own error. Cancelling it cancels the request
     */
    <T> CompletableFuture<T> request(String name, String command, Object payload, Type type, Duration timeout);

    /** {@link #request(String, String, Object, Type, Duration)} for a plain class. */
    default <T> CompletableFuture<T> request(
            String name, String command, Object payload, Class<T> type, Duration timeout) {
        return request(name, command, payload, (Type) type, timeout);
    }

    /**
     * Sends an event to the holder of a name, once; waits for a holder that is away. Events that one thread sends to a
     * name are sent in that order.
     *
     * @return whether it was handed to the holder's connection, or to the bean; false if the name is free, or its holder
     *     doesn't come back in time to keep it
     */
    CompletionStage<Boolean> send(String name, String event, Object payload);

    /** The names that begin with the prefix, whether or not their holders are away; all names if it's empty. */
    CompletionStage<Set<String>> names(String prefix);

    /** The holder of the name. */
    CompletionStage<Optional<NameHolder>> holder(String name);

    /** The names whose holders are on that instance. */
    CompletionStage<Set<String>> on(String instanceId);

    /**
     * Takes the name from its holder. A client is told so by {@code mesh/name-lost}.
     *
     * @return whether it had a holder
     */
    CompletionStage<Boolean> free(String name);

    /**
     * Has a bean of this instance answer to the name. If several instances host it, one of them has it at a time: when
     * that one stops, or is declared dead, another one takes over.
     *
     * @param handler answers requests and hears events
     * @throws IllegalStateException if this instance hosts it already
     */
    HostedName host(String name, NameHandler handler);

    /** Allows no client. */
    Guard NOBODY = (caller, name) -> false;
}
