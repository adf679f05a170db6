package io.meshws.protocol;

import jakarta.json.JsonValue;

/**
 * One text frame, {@code {"id": …, "command": …, "payload": …}}. The kind of id says whose call it belongs to; the
 * direction in which the frame travels says whether it is the request or the reply.
 */
public sealed interface Frame {

    String command();

    /** Any JSON value; {@link JsonValue#NULL} where the frame has none. */
    JsonValue payload();

    /** Without an id: nobody waits for an answer. */
    record Event(String command, JsonValue payload) implements Frame {}

    /** A request of the client, and the reply to it, under an integer that the client chose. */
    record ClientCall(long id, String command, JsonValue payload) implements Frame {}

    /** A request of the server, and the client's answer to it, under a string that begins with {@link #SERVER_ID}. */
    record ServerCall(String id, String command, JsonValue payload) implements Frame {}

    /** What the ids of the server's requests begin with, so that they never meet a client's integers. */
    String SERVER_ID = "s:";
}
