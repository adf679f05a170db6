package io.meshws.presence;

import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;

/** The frames that tell clients of changes, each encoded once for all who receive it. */
final class Updates {
    private Updates() {}

    static String joined(String room, String id, long time) {
        return frame("join", room, id, "", time);
    }

    static String left(String room, String id, long time) {
        return frame("leave", room, id, "", time);
    }

    /**
     * @param state JSON text; {@code null} the text where it was cleared
     */
    static String state(String room, String id, String state, long time) {
        return frame("state", room, id, "\"state\":" + state + ",", time);
    }

    private static String frame(String type, String room, String id, String more, long time) {
        return FrameText.event(
                BuiltIn.PRESENCE_UPDATE,
                "{\"type\":\"" + type + "\",\"connectionId\":" + Json.quote(id) + ",\"roomName\":" + Json.quote(room)
                        + "," + more + "\"timestamp\":" + time + "}");
    }
}
