package io.meshws.client.internal.presence;

import io.meshws.client.PresenceBy;
import io.meshws.client.PresenceUpdate;
import io.meshws.client.PresenceView;
import io.meshws.client.internal.topic.Payload;
import io.meshws.client.internal.topic.Topic;
import io.meshws.client.internal.topic.UnexpectedPayloadException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The presence of one room. */
final class PresenceTopic extends Topic<PresenceHandle> {
    private final PresenceBy by;
    private Roster roster = new Roster();

    PresenceTopic(String room, PresenceBy by) {
        super(room);
        this.by = by;
    }

    PresenceBy by() {
        return by;
    }

    PresenceView view() {
        return roster.view();
    }

    List<PresenceUpdate> changesSince(Roster before) {
        return roster.changesSince(before, name(), Instant.now());
    }

    @Override
    protected JsonObject request(PresenceHandle joining) {
        return PresenceTopics.request(name(), by);
    }

    @Override
    protected void subscribed(PresenceHandle handle, JsonObject reply) {
        restored(reply, 0);
    }

    @Override
    protected void restored(JsonObject reply, int length) {
        Roster before = roster;
        roster = Roster.of(reply);
        if (isEstablished()) {
            changesSince(before).forEach(update -> tell(update, length));
        }
    }

    void update(JsonObject payload, int length) {
        PresenceUpdate update = parse(payload);
        roster.apply(update);
        tell(update, length);
    }

    private PresenceUpdate parse(JsonObject payload) {
        Instant at = Instant.ofEpochMilli(Payload.whole(payload, "timestamp"));
        String type = Payload.string(payload, "type");
        return switch (type) {
            case "join" -> new PresenceUpdate.Joined(name(), member(payload), at);
            case "leave" -> new PresenceUpdate.Left(name(), member(payload), at);
            case "state" ->
                new PresenceUpdate.StateChanged(
                        name(), Payload.string(payload, "connectionId"), user(payload), state(payload), at);
            default -> throw new UnexpectedPayloadException("There is no presence update \"" + type + "\"");
        };
    }

    private String member(JsonObject payload) {
        return Payload.string(payload, by == PresenceBy.USER ? "userId" : "connectionId");
    }

    private static Optional<String> user(JsonObject payload) {
        return payload.containsKey("userId") ? Optional.of(Payload.string(payload, "userId")) : Optional.empty();
    }

    private static Optional<JsonValue> state(JsonObject payload) {
        JsonValue state = payload.getOrDefault("state", JsonValue.NULL);
        return state == JsonValue.NULL ? Optional.empty() : Optional.of(state);
    }

    private void tell(PresenceUpdate update, int length) {
        handles().forEach(handle -> handle.update(update, length));
    }
}
