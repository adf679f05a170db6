package io.meshws.internal.connection;

/** What a connection needs of the container's session. */
public interface Transport {

    /**
     * Starts to send a text frame. The next one is sent after the last was done, because containers disagree about
     * concurrent sends.
     *
     * @param done told once, on any thread, perhaps before this returns
     */
    void send(String frame, Done done);

    /** Closes the session; may block, and may be called when it is closed. */
    void close(int code, String reason);

    /** How a send ended. */
    @FunctionalInterface
    interface Done {
        /**
         * @param failure null where it succeeded
         */
        void done(Throwable failure);
    }
}
