package io.meshws.client.internal.channel;

import io.meshws.client.ChannelUpdate;
import io.meshws.client.StreamPosition;
import io.meshws.client.internal.topic.Payload;
import io.meshws.client.internal.topic.Topic;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;

/** One channel, and the client's position in it. */
final class ChannelTopic extends Topic<ChannelHandle> {
    /** The position of the last message that came, or of the channel at first; null if the server gives none. */
    private StreamPosition position;

    ChannelTopic(String name) {
        super(name);
    }

    @Override
    protected JsonObject request(ChannelHandle joining) {
        if (joining != null) {
            return request(joining.historyLimit(), joining.since());
        }
        int limit =
                handles().stream().mapToInt(ChannelHandle::historyLimit).max().orElse(0);
        return request(limit, position);
    }

    private JsonObject request(int limit, StreamPosition since) {
        JsonObjectBuilder request = Json.object().add("channel", name()).add("historyLimit", limit);
        if (since != null) {
            request.add("since", ChannelTopics.since(since));
        }
        return request.build();
    }

    /** The place of the last message that came, or of the channel at first. */
    Optional<StreamPosition> position() {
        return Optional.ofNullable(position);
    }

    @Override
    protected void subscribed(ChannelHandle handle, JsonObject reply) {
        Optional<StreamPosition> end = ChannelTopics.place(reply);
        if (!isEstablished()) {
            position = end.orElse(null);
        }
        handle.begin(HistoryMessage.of(reply), Payload.flag(reply, "recovered"), end);
    }

    @Override
    protected void restored(JsonObject reply, int length) {
        List<HistoryMessage> history = HistoryMessage.of(reply);
        StreamPosition end = ChannelTopics.place(reply).orElse(null);
        if (Payload.flag(reply, "recovered") && position != null && end != null) {
            long offset = position.offset();
            for (HistoryMessage kept : history) {
                offset++;
                StreamPosition at = new StreamPosition(end.epoch(), offset);
                message(kept, Optional.of(at), kept.text().length());
            }
            position = end;
        } else if (end == null || !end.equals(position)) {
            gap(end, history, length);
            position = end;
        }
    }

    void message(JsonObject payload, int length) {
        Optional<StreamPosition> place = ChannelTopics.place(payload);
        if (place.isPresent() && position != null) {
            StreamPosition at = place.get();
            boolean goesOn = at.epoch().equals(position.epoch());
            if (goesOn && at.offset() <= position.offset()) {
                // It came already.
                return;
            }
            long expected = goesOn ? position.offset() + 1 : 1;
            if (at.offset() > expected) {
                gap(new StreamPosition(at.epoch(), at.offset() - 1), null, 0);
            }
        }
        position = place.orElse(null);
        message(
                new HistoryMessage(
                        Payload.string(payload, "message"), HistoryMessage.publisher(payload.get("publisher"))),
                place,
                length);
    }

    private void message(HistoryMessage kept, Optional<StreamPosition> place, int length) {
        ChannelUpdate.Message message = new ChannelUpdate.Message(name(), kept.text(), place, kept.publisher());
        handles().forEach(handle -> handle.message(message, length));
    }

    /** @param history newest first; null if the known history stays as it is */
    private void gap(StreamPosition end, List<HistoryMessage> history, int length) {
        ChannelUpdate.Gap gap =
                new ChannelUpdate.Gap(name(), Optional.ofNullable(position), Optional.ofNullable(end), List.of());
        handles().forEach(handle -> handle.gap(gap, history, length));
    }
}
