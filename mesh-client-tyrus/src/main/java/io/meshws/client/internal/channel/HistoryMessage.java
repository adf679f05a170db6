package io.meshws.client.internal.channel;

import io.meshws.client.ChannelUpdate;
import io.meshws.client.StreamPosition;
import io.meshws.client.internal.topic.Payload;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message of a channel's history.
 *
 * @param publisher the connection that published it; empty if the server does not say
 */
record HistoryMessage(String text, Optional<String> publisher) {

    /** The history of a reply, in its order. */
    static List<HistoryMessage> of(JsonObject reply) {
        List<String> texts = Payload.strings(reply, "history");
        JsonArray publishers = reply.get("publishers") instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
        List<HistoryMessage> history = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            history.add(new HistoryMessage(texts.get(i), publisher(i < publishers.size() ? publishers.get(i) : null)));
        }
        return history;
    }

    /** As a message at its place. */
    ChannelUpdate.Message at(String channel, StreamPosition place) {
        return new ChannelUpdate.Message(channel, text, Optional.of(place), publisher);
    }

    static Optional<String> publisher(JsonValue value) {
        return value instanceof JsonString id ? Optional.of(id.getString()) : Optional.empty();
    }
}
