package io.meshws.protocol;

import jakarta.json.JsonValue;

/**
 * One text frame, {@code {"id": …, "command": …, "payload": …}}. The kind of id tells which side made the call; the
 * direction in which the frame travels tells whether it's the request or the reply.
 */
public sealed interface Frame {

    String command();

    /** Any JSON value; {@link JsonValue#NULL} if the frame has no payload. */
    JsonValue payload();

    /** Without an id: no answer is expected. */
    record Event(String command, JsonValue payload) implements Frame {}

    /**
     * A request of the client, and the reply to it, under an integer that the client chose.
     *
     * @param once null for a request that does not come again, and for a reply
     */
    record ClientCall(long id, String command, JsonValue payload, Once once) implements Frame {}

    /** A request of the server, and the client's answer to it, under a string that begins with {@link #SERVER_ID}. */
    record ServerCall(String id, String command, JsonValue payload) implements Frame {}

    /** The prefix of the ids of the server's requests, so that they never clash with a client's integers. */
    String SERVER_ID = "s:";
}
