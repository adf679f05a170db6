package io.meshws.client.internal.socket;

/**
 * Receives the events of a {@link WebSocket}. Called on network threads, one call after the other; must not block. A method that throws
 * ends the socket.
 */
public interface WebSocketListener {

    /** The handshake is done: messages can be sent from now on. */
    void opened();

    void text(String message);

    /** @param message a {@link io.meshws.protocol.BinaryFrame} */
    void binary(String message);

    /**
     * Called once, as the last, unless the socket was {@link WebSocket#abort aborted}.
     *
     * @param code the close code of the server; 1006 if there was none
     * @param reason the server's text, or an empty string
     * @param cause why there was no close code; null if the server just ended the connection
     */
    void closed(int code, String reason, Throwable cause);
}
