package io.meshws.internal.event;

/** Told of events. Its exceptions are logged. */
@FunctionalInterface
public interface EventObserver {
    /**
     * @param event of the type that the observer was registered with
     * @param elsewhere whether another instance sent it
     */
    void told(Object event, boolean elsewhere);
}
