package io.meshws.command;

/** What surrounds each command on the container's thread, such as a request scope. */
public interface CommandScope {

    /** Begins; the result ends it, on the same thread. */
    Runnable begin();

    /** Nothing. */
    CommandScope NONE = () -> () -> {};
}
