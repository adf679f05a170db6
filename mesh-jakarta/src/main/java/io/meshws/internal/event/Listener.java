package io.meshws.internal.event;

import io.meshws.protocol.binding.BindingException;
import io.meshws.protocol.binding.JsonBinding;
import java.lang.reflect.Type;

/**
 * A listener of a name. Compared by identity.
 *
 * @param beans whether these are CDI observers, which CDI tells of events that beans fire here
 */
final class Listener {
    private final Type type;
    private final boolean beans;
    private final EventObserver observer;

    Listener(Type type, boolean beans, EventObserver observer) {
        this.type = type;
        this.beans = beans;
        this.observer = observer;
    }

    boolean isBeans() {
        return beans;
    }

    void told(Occurrence event, JsonBinding json) throws BindingException {
        observer.told(event.as(type, json), event.isElsewhere());
    }
}
