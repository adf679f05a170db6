package io.meshws;

import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Events between instances, by name, for cases that aren't known at deployment.
 *
 * <pre>{@code
 * EventRegistration registration =
 *         mesh.events().on("greeting", String.class, text -> System.out.println("Hello " + text));
 * mesh.events().emit("greeting", "world");
 * registration.close();
 * }</pre>
 *
 * <p>Thread-safe. An event reaches each instance at most once, and those of one sender in order, whatever their names. An
 * instance that doesn't listen to a name gets none of its events.
 */
public interface Events {

    /**
     * Listens to the events of a name, whether this instance or another one emits them. For an event of this
     * instance, the listener runs on the thread that emits it; for events of other instances, it runs on a thread of
     * the server in a request scope, for one event of a sender after the other. If the listener throws, or a payload
     * doesn't fit its type, that is logged, and the other listeners are called nevertheless.
     *
     * @param type a JSON-B type. An object of this type that is emitted on this instance is passed on as it is
     */
    <T> EventRegistration on(String name, Type type, Consumer<? super T> listener);

    /** {@link #on(String, Type, Consumer)} for a plain class. */
    default <T> EventRegistration on(String name, Class<T> type, Consumer<? super T> listener) {
        return on(name, (Type) type, listener);
    }

    /**
     * Listens to all events that are emitted on this instance, or that arrive because something else here listens to
     * their names. It doesn't make further events arrive.
     *
     * @param listener receives the name and the payload; runs as other listeners do
     */
    EventRegistration onAny(BiConsumer<String, ? super JsonValue> listener);

    /**
     * Runs the listeners and observers of this instance, and sends the event to all other instances that listen to the
     * name.
     *
     * @param payload anything that JSON-B or JSON-P can express, or null
     * @return a stage that completes when the event is sent. It fails with {@link ClusterUnavailableException} if
     *     that wasn't possible; the listeners of this instance were called nevertheless
     */
    CompletionStage<Void> emit(String name, Object payload);
}
