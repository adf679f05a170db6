package io.meshws.protocol;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** Reads text frames, with limits. Thread-safe. */
public final class FrameReader {
    /** The longest command name, in characters. */
    public static final int MAX_COMMAND_LENGTH = 256;

    private static final int MAX_ECHOED_ID = 64;

    private final JsonLimits limits;

    public FrameReader(JsonLimits limits) {
        this.limits = limits;
    }

    public Frame read(String text) throws MalformedFrameException {
        JsonObject frame = object(text);
        JsonValue id = frame.get("id");
        String command = frame.get("command") instanceof JsonString name ? name.getString() : null;
        if (command == null || command.isEmpty()) {
            throw malformed(ErrorCode.EBADFRAME, "\"command\" must be a string that is not empty", id, command);
        }
        if (command.length() > MAX_COMMAND_LENGTH) {
            throw malformed(
                    ErrorCode.ETOOLARGE, "\"command\" is longer than " + MAX_COMMAND_LENGTH + " characters", id, null);
        }
        JsonValue payload = frame.getOrDefault("payload", JsonValue.NULL);
        if (id == null) {
            return new Frame.Event(command, payload);
        }
        if (id instanceof JsonNumber number && number.isIntegral()) {
            try {
                return new Frame.ClientCall(number.longValueExact(), command, payload, once(frame, id, command));
            } catch (ArithmeticException e) {
                throw malformed(ErrorCode.EBADFRAME, "\"id\" must fit into 64 bits", id, command);
            }
        }
        if (id instanceof JsonString string && string.getString().startsWith(Frame.SERVER_ID)) {
            return new Frame.ServerCall(string.getString(), command, payload);
        }
        throw malformed(ErrorCode.EBADFRAME, "\"id\" must be an integer", id, command);
    }

    private static Once once(JsonObject frame, JsonValue id, String command) throws MalformedFrameException {
        JsonValue once = frame.get("once");
        if (once == null) {
            return null;
        }
        return Once.of(once)
                .orElseThrow(() -> malformed(
                        ErrorCode.EBADFRAME,
                        "\"once\" must have a client of up to " + Once.MAX_CLIENT_LENGTH
                                + " characters, and a number above the one answered",
                        id,
                        command));
    }

    private JsonObject object(String text) throws MalformedFrameException {
        try {
            if (Json.read(text, limits) instanceof JsonObject object) {
                return object;
            }
        } catch (MalformedJsonException e) {
            throw malformed(e.code(), e.getMessage(), null, null);
        }
        throw malformed(ErrorCode.EBADFRAME, "A frame must be a JSON object", null, null);
    }

    private static MalformedFrameException malformed(ErrorCode code, String message, JsonValue id, String command) {
        boolean echo = id instanceof JsonNumber || id instanceof JsonString;
        String idText = echo ? id.toString() : null;
        return new MalformedFrameException(
                code, message, idText != null && idText.length() <= MAX_ECHOED_ID ? idText : null, command);
    }
}
