package io.meshws.client.internal.room;

import io.meshws.client.internal.topic.Payload;
import io.meshws.client.internal.topic.Topic;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import java.util.List;

/** A room that the client is in. */
final class RoomTopic extends Topic<RoomHandle> {
    private List<String> present = List.of();

    RoomTopic(String room) {
        super(room);
    }

    List<String> present() {
        return present;
    }

    @Override
    protected JsonObject request(RoomHandle joining) {
        return Json.object().add("roomName", name()).build();
    }

    @Override
    protected void subscribed(RoomHandle handle, JsonObject reply) {
        present = List.copyOf(Payload.strings(reply, "present"));
    }

    @Override
    protected void restored(JsonObject reply, int length) {
        present = List.copyOf(Payload.strings(reply, "present"));
    }
}
