package io.meshws.internal.connection;

/** The part of the container's session that a connection needs. */
public interface Transport {

    /**
     * Starts to send a text frame. The next one is sent after the last was done, because containers disagree about
     * concurrent sends.
     *
     * @param done called once, on any thread, perhaps before this returns
     */
    void send(String frame, Done done);

    /** Closes the session; may block, and may be called when it's already closed. */
    void close(int code, String reason);

    /** How a send ended. */
    @FunctionalInterface
    interface Done {
        /** @param failure null if it succeeded */
        void done(Throwable failure);
    }
}
