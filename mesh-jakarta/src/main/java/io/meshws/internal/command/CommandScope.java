package io.meshws.internal.command;

/** Surrounds application code on a thread that the container did not prepare, for example with a request scope. */
public interface CommandScope {

    /**
     * Begins the scope; running the result ends it, on the same thread. Has no effect inside another scope of the same
     * thread.
     */
    Runnable begin();

    /**
     * Like {@link #begin}, on a thread of the container. Null if the thread is still inside a scope that isn't mesh's: on Payara it
     * may be that of an HTTP request which is long over. Then application code must run on another thread.
     */
    default Runnable beginAlone() {
        return begin();
    }

    /** Does nothing. */
    CommandScope NONE = () -> () -> {};
}
