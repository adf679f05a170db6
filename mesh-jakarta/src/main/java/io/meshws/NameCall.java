package io.meshws;

import jakarta.json.JsonValue;
import java.lang.reflect.Type;

/** A request or an event for a name that a bean has. */
public interface NameCall {

    /** The name that was called. */
    String name();

    /** The name of the command or event. */
    String command();

    /** The payload; {@link JsonValue#NULL} if there is none. */
    JsonValue payload();

    /**
     * The payload as a JSON-B type.
     *
     * @throws CommandException {@code EPAYLOAD}, naming the place that doesn't fit
     */
    <T> T payload(Type type);

    /** {@link #payload(Type)} for a plain class. */
    default <T> T payload(Class<T> type) {
        return payload((Type) type);
    }
}
