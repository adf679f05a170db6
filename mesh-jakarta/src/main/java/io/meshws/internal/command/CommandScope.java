package io.meshws.internal.command;

/** Surrounds application code on a thread that the container did not prepare, for example with a request scope. */
public interface CommandScope {

    /**
     * Begins the scope; running the result ends it, on the same thread. Has no effect inside another scope of the same
     * thread.
     */
    Runnable begin();

    /** Does nothing. */
    CommandScope NONE = () -> () -> {};
}
