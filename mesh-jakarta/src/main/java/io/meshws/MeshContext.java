package io.meshws;

import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.Optional;

/** One command on its way: shared by its middleware and its handler, in that order. Not thread-safe. */
public interface MeshContext {

    String command();

    MeshConnection connection();

    /** What the client sent; {@link JsonValue#NULL} where it sent nothing. */
    JsonValue payload();

    /**
     * The payload as a JSON-B type; null, or an empty optional, if the client sent nothing.
     *
     * @throws CommandException {@code EPAYLOAD}, naming the place that does not fit
     * @throws IllegalArgumentException if JSON-B can make no value of the type
     */
    <T> T payload(Type type);

    /** {@link #payload(Type)} for a plain class. */
    default <T> T payload(Class<T> type) {
        return payload((Type) type);
    }

    /** Whether the client waits for a reply. */
    boolean expectsReply();

    /** Leaves something for what runs later in this command, such as the user; null removes it. */
    void attribute(String name, Object value);

    /** What earlier middleware left, where it is of that type. */
    <T> Optional<T> attribute(String name, Class<T> type);
}
