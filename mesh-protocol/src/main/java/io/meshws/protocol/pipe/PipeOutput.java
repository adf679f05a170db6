package io.meshws.protocol.pipe;

/**
 * Takes the frames of one end of a pipe, and its news for the application. Called by the methods of {@link PipeEnd}, which it must
 * not call back.
 *
 * @param <S> the messages that are sent
 */
public interface PipeOutput<S extends PipeMessage> {
    /** Asks the server for the pipe, again. */
    void open();

    /**
     * Sends a message.
     *
     * @param alone whether nothing else is on its way
     */
    void message(String id, long number, S message, boolean alone);

    /** Asks the other end whether it has everything up to this number. */
    void ask(String id, long number);

    /** Tells the other end that the application took everything up to this number. */
    void ack(String id, long number);

    /** Asks for a call of {@link PipeEnd#tell}, after {@link PipeEnd#MOMENT}. */
    void tellSoon();

    /** Tells the other end that everything up to this number is here, and asks for the later messages. */
    void resume(String id, long number);

    /** The application of the other end took the message. */
    void taken(S message);

    /** The message was sent to a process that is gone; whether its application took it is unknown. */
    void lost(S message);
}
