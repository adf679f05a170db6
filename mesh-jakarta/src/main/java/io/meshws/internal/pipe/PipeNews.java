package io.meshws.internal.pipe;

import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;

/** The frames that tell clients of their pipes. */
final class PipeNews {
    private PipeNews() {}

    static String wanted(PipeKey key) {
        return frame(BuiltIn.PIPE_WANTED, address(key));
    }

    static String open(PipeKey key, String id, int window) {
        return frame(BuiltIn.PIPE_OPEN, address(key).add("id", id).add("window", window));
    }

    static String away(PipeKey key, String id) {
        return frame(BuiltIn.PIPE_STATE, address(key).add("id", id).add("state", "away"));
    }

    static String closed(PipeKey key, Optional<ErrorBody> error) {
        JsonObjectBuilder closed = address(key);
        error.ifPresent(known -> closed.add("error", Json.raw(known.toJson())));
        return frame(BuiltIn.PIPE_CLOSED, closed);
    }

    private static JsonObjectBuilder address(PipeKey key) {
        return Json.object().add("name", key.name()).add("from", key.other()).add("pipe", key.pipe());
    }

    private static String frame(String command, JsonObjectBuilder payload) {
        return FrameText.event(command, Json.text(payload.build()));
    }
}
