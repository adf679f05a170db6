package io.meshws.client;

import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Events, both ways, and requests that the server makes.
 *
 * <pre>{@code
 * client.on("announcement", String.class, text -> System.out.println(text));
 * client.send("moved", Map.of("x", 3, "y", 4));
 * client.onRequest("confirm", String.class, question -> question.endsWith("?"));
 * }</pre>
 */
public interface ClientEvents {

    /**
     * Sends an event, which has no reply. Events and commands arrive in the order in which one thread sends them.
     *
     * @throws MeshClientException with {@code EGONE} if there is no connection and the event is not to wait for one, and
     *     with {@code EBUSY} if too much waits
     */
    void send(String event, Object payload);

    /**
     * Listens to an event; a payload that does not fit the type is logged and skipped.
     *
     * @throws IllegalArgumentException if JSON-B can make no value of the type
     */
    default <T> Subscription on(String event, Class<T> type, Consumer<T> listener) {
        return on(event, (Type) type, listener);
    }

    /** Like {@link #on(String, Class, Consumer)}, for a type such as {@code List<Item>}, which {@code T} must be. */
    <T> Subscription on(String event, Type type, Consumer<T> listener);

    /** Listens to an event's payload as it came; {@link JsonValue#NULL} if it has none. */
    default Subscription on(String event, Consumer<JsonValue> listener) {
        return on(event, (Type) JsonValue.class, listener);
    }

    /**
     * Answers requests of the server with the handler's result: a value, or a {@code CompletionStage} of one. A
     * {@link MeshClientException} that the handler throws travels to the server; anything else is logged here and told
     * there without its text.
     *
     * @throws IllegalStateException if that name has a handler already
     * @throws IllegalArgumentException if JSON-B can make no value of the type
     */
    default <T> Subscription onRequest(String command, Class<T> type, Function<T, ?> handler) {
        return onRequest(command, (Type) type, handler);
    }

    /** Like {@link #onRequest(String, Class, Function)}, for a type such as {@code List<Item>}, which {@code T} must be. */
    <T> Subscription onRequest(String command, Type type, Function<T, ?> handler);
}
