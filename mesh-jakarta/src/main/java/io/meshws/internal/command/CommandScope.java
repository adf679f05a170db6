package io.meshws.internal.command;

/** What surrounds application code on a thread that the container did not prepare, such as a request scope. */
public interface CommandScope {

    /** Begins; the result ends it, on the same thread. Inside another one of the same thread it changes nothing. */
    Runnable begin();

    /** Nothing. */
    CommandScope NONE = () -> () -> {};
}
