package io.meshws.client.internal.presence;

import io.meshws.client.MeshClientException;
import io.meshws.client.PresenceBy;
import io.meshws.client.PresenceSubscription;
import io.meshws.client.PresenceUpdate;
import io.meshws.client.PresenceView;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.Payload;
import io.meshws.client.internal.topic.Topics;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The presence that one client follows. Thread-safe. */
public final class PresenceTopics extends Topics<PresenceTopic, PresenceHandle> {
    private static final Kind KIND =
            new Kind("presence of room", "roomName", BuiltIn.SUBSCRIBE_PRESENCE, BuiltIn.UNSUBSCRIBE_PRESENCE);

    public PresenceTopics(Desk desk) {
        super(desk, KIND);
    }

    /** @param listener may be null */
    public CompletableFuture<? extends PresenceSubscription> subscribe(
            String room, PresenceBy by, Consumer<? super PresenceUpdate> listener) {
        return subscribe(room, () -> new PresenceTopic(room, by), topic -> {
            if (topic.by() != by) {
                throw new IllegalStateException("The presence of \"" + room + "\" is followed by "
                        + topic.by().wireName() + " already; the server shows it to a client in one way only");
            }
            return new PresenceHandle(desk(), this, topic, listener);
        });
    }

    public CompletableFuture<Reply> get(String room, PresenceBy by) {
        return desk().call(BuiltIn.GET_PRESENCE_STATE, request(room, by));
    }

    public static PresenceView view(String room, JsonValue payload) {
        JsonObject reply = Payload.object(payload);
        if (!Payload.flag(reply, "success")) {
            throw new MeshClientException(
                    ErrorCode.EFORBIDDEN, "The presence of room \"" + room + "\" is not open to this client");
        }
        return Roster.of(reply).view();
    }

    static JsonObject request(String room, PresenceBy by) {
        JsonObjectBuilder request = Json.object().add("roomName", room);
        if (by != PresenceBy.CONNECTION) {
            request.add("by", by.wireName());
        }
        return request.build();
    }

    /** An update of the server's. */
    public void update(JsonValue payload, int length) {
        event(payload, arrived -> arrived.topic().update(arrived.payload(), arrived.length()), length);
    }
}
