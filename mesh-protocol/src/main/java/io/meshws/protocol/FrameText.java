package io.meshws.protocol;

import java.util.Optional;

/**
 * Writes text frames around a payload that already is JSON text, so that a payload for many receivers is encoded once.
 */
public final class FrameText {
    private FrameText() {}

    public static String event(String command, String payload) {
        return HalfSurrogates.escape("{\"command\":" + Json.quote(command) + ",\"payload\":" + payload + "}");
    }

    public static String clientCall(long id, String command, String payload) {
        return withId(Long.toString(id), command, payload);
    }

    /** A request that may come again. */
    public static String clientCall(long id, String command, String payload, Once once) {
        return HalfSurrogates.escape("{\"id\":" + id + ",\"command\":" + Json.quote(command) + ",\"once\":"
                + once.toJson() + ",\"payload\":" + payload + "}");
    }

    /**
     * The first frame of a connection.
     *
     * @param onceSeconds for how long answers to requests that may come again are remembered
     * @param memory names where they are remembered, if only this server does so
     * @param authenticate whether the client has to sign in before anything else
     */
    public static String assignId(
            String connectionId, long onceSeconds, Optional<String> memory, boolean authenticate) {
        return "{\"command\":" + Json.quote(BuiltIn.ASSIGN_ID) + ",\"payload\":" + Json.quote(connectionId)
                + ",\"once\":" + onceSeconds
                + memory.map(name -> ",\"memory\":" + Json.quote(name)).orElse("")
                + (authenticate ? ",\"authenticate\":true}" : "}");
    }

    public static String serverCall(String id, String command, String payload) {
        return withId(Json.quote(id), command, payload);
    }

    /** Answers a malformed frame: with a reply if its id and command could be read, else with {@code mesh/error}. */
    public static String error(MalformedFrameException e) {
        String body = e.code().body(e.getMessage()).toJson();
        return e.idText() != null && e.command() != null
                ? withId(e.idText(), e.command(), body)
                : event(BuiltIn.ERROR, body);
    }

    /**
     * Answers with an error: a request by a reply, anything else by {@code mesh/error}.
     *
     * @param id null if it's no request
     */
    public static String error(Long id, String command, ErrorBody error) {
        return id == null ? event(BuiltIn.ERROR, error.toJson()) : clientCall(id, command, error.toJson());
    }

    private static String withId(String idText, String command, String payload) {
        return HalfSurrogates.escape(
                "{\"id\":" + idText + ",\"command\":" + Json.quote(command) + ",\"payload\":" + payload + "}");
    }
}
