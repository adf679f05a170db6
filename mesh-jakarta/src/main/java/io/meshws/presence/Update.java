package io.meshws.presence;

import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;

/**
 * A change of a room's presence as subscribers are told of it; the frame is encoded once for all of them.
 *
 * @param connectionId whose change it is
 */
record Update(Type type, String connectionId, String frame) {
    enum Type {
        JOIN,
        LEAVE,
        STATE
    }

    static Update joined(String room, String id, long time) {
        return new Update(Type.JOIN, id, frame("join", room, id, "", time));
    }

    static Update left(String room, String id, long time) {
        return new Update(Type.LEAVE, id, frame("leave", room, id, "", time));
    }

    /**
     * @param state JSON text; {@code null} the text where it was cleared
     */
    static Update state(String room, String id, String state, long time) {
        return new Update(Type.STATE, id, frame("state", room, id, "\"state\":" + state + ",", time));
    }

    private static String frame(String type, String room, String id, String more, long time) {
        return FrameText.event(
                BuiltIn.PRESENCE_UPDATE,
                "{\"type\":\"" + type + "\",\"connectionId\":" + Json.quote(id) + ",\"roomName\":" + Json.quote(room)
                        + "," + more + "\"timestamp\":" + time + "}");
    }
}
