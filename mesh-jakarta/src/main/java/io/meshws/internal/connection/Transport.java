package io.meshws.internal.connection;

/** The part of the container's session that a connection needs. */
public interface Transport {

    /**
     * Starts to send a text frame. The next one is sent after the last was done, because containers disagree about
     * concurrent sends, unless this one {@linkplain #queues queues}.
     *
     * @param done called once, on any thread, perhaps before this returns
     */
    void send(String frame, Done done);

    /** Like {@link #send}, for a frame after which another one is sent at once: until then it may stay in a buffer. */
    default void sendAhead(String frame, Done done) {
        send(frame, done);
    }

    /** Where frames that many clients get are sent; null if each thread sends what it has. */
    default Lane lane() {
        return null;
    }

    /** Whether it takes further frames while one is being sent, and sends them in their order. */
    default boolean queues() {
        return false;
    }

    /** Runs a task that begins sends; if the container can, it writes them as one when all have begun. */
    default void together(Runnable sends) {
        sends.run();
    }

    /** Reads nothing more from the client, as soon as the container can. Called once, then {@link #resumeReading}, and so on. */
    default void pauseReading() {}

    /** Reads from the client again. Doesn't block. */
    default void resumeReading() {}

    /** Closes the session; may block, and may be called when it's already closed. */
    void close(int code, String reason);

    /** How a send ended. */
    @FunctionalInterface
    interface Done {
        /** @param failure null if it succeeded */
        void done(Throwable failure);
    }
}
