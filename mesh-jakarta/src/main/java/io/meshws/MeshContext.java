package io.meshws;

import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * One command while it's being handled.
 *
 * <pre>{@code
 * mesh.commands().expose("greet", call -> {
 *     call.connection().send("greeted", call.command());
 *     return "Hello " + call.payload(String.class);
 * });
 * }</pre>
 *
 * <p>Its middleware and then its handler get the same context. Not thread-safe.
 */
public interface MeshContext {

    String command();

    MeshConnection connection();

    /** The payload that the client sent; {@link JsonValue#NULL} if it sent none. */
    JsonValue payload();

    /**
     * The payload as a JSON-B type; null, or an empty optional, if the client sent nothing.
     *
     * @throws CommandException {@code EPAYLOAD}, naming the place that doesn't fit
     * @throws IllegalArgumentException if JSON-B can't build the type
     */
    <T> T payload(Type type);

    /** {@link #payload(Type)} for a plain class. */
    default <T> T payload(Class<T> type) {
        return payload((Type) type);
    }

    /** Whether the client waits for a reply. */
    boolean expectsReply();

    /** Sets an attribute for code that runs later in this command, such as the user; null removes it. */
    <T> void attribute(AttributeKey<T> key, T value);

    /** The attribute that earlier middleware set; empty if there is none. */
    <T> Optional<T> attribute(AttributeKey<T> key);
}
