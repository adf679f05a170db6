package io.meshws;

import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Events between instances, by name: for what isn't known at deployment. CDI events with {@link Everywhere} are the same
 * events, under the name of their class or its {@link EventName}.
 *
 * <pre>{@code
 * EventRegistration registration =
 *         mesh.events().on("greeting", String.class, text -> System.out.println("Hello " + text));
 * mesh.events().emit("greeting", "world");
 * registration.close();
 * }</pre>
 *
 * <p>Thread-safe. An event reaches each instance at most once, and those of one name and one sender in order. An instance
 * that doesn't listen to a name gets none of its events.
 */
public interface Events {

    /**
     * Listens to the events of a name, whether they are emitted here or on another instance. Listeners of this instance's
     * events run on the thread that emits; those of others' on a thread of the server, one event of a sender after the
     * other, in a request scope. What a listener throws is logged, as is a payload that doesn't fit its type; others are
     * told all the same.
     *
     * @param type a JSON-B type. An event that was emitted here as an object of this type comes as it is
     */
    <T> EventRegistration on(String name, Type type, Consumer<? super T> listener);

    /** {@link #on(String, Type, Consumer)} for a plain class. */
    default <T> EventRegistration on(String name, Class<T> type, Consumer<? super T> listener) {
        return on(name, (Type) type, listener);
    }

    /**
     * Listens to all events that are emitted here, or come here because something else listens to them. It makes nothing
     * come.
     *
     * @param listener receives the name and the payload; runs as others do
     */
    EventRegistration onAny(BiConsumer<String, ? super JsonValue> listener);

    /**
     * Runs the listeners and observers of this instance, and sends the event to all other instances that listen to the
     * name.
     *
     * @param payload anything that JSON-B or JSON-P can express, or null
     * @return a stage that completes when the event is sent. It fails with {@link ClusterUnavailableException} if that
     *     wasn't possible; the listeners of this instance were told all the same
     */
    CompletionStage<Void> emit(String name, Object payload);
}
