package io.meshws.client.internal.channel;

import io.meshws.client.ChannelListener;
import io.meshws.client.ChannelPage;
import io.meshws.client.ChannelSubscription;
import io.meshws.client.MeshClientException;
import io.meshws.client.StreamPosition;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.Payload;
import io.meshws.client.internal.topic.Topics;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The channels of one client. Thread-safe. */
public final class ChannelTopics extends Topics<ChannelTopic, ChannelHandle> {
    private static final Kind KIND =
            new Kind("channel", "channel", BuiltIn.SUBSCRIBE_CHANNEL, BuiltIn.UNSUBSCRIBE_CHANNEL);

    public ChannelTopics(Desk desk) {
        super(desk, KIND);
    }

    /**
     * @param since null for now
     * @param listener may be null
     */
    public CompletableFuture<? extends ChannelSubscription> subscribe(
            String channel, int historyLimit, StreamPosition since, ChannelListener listener) {
        return subscribe(
                channel,
                () -> new ChannelTopic(channel),
                topic -> new ChannelHandle(desk(), this, topic, historyLimit, since, listener));
    }

    public CompletableFuture<Reply> history(String channel, int limit, StreamPosition since) {
        JsonObjectBuilder payload = Json.object().add("channel", channel).add("limit", limit);
        if (since != null) {
            payload.add("since", since(since));
        }
        return desk().call(BuiltIn.GET_CHANNEL_HISTORY, payload.build());
    }

    public CompletableFuture<Reply> older(String channel, int limit, long beforeOffset) {
        return desk().call(
                        BuiltIn.GET_CHANNEL_HISTORY,
                        Json.object()
                                .add("channel", channel)
                                .add("limit", limit)
                                .add("before", beforeOffset)
                                .build());
    }

    public static ChannelPage page(String channel, JsonValue payload) {
        JsonObject reply = Payload.object(payload);
        if (!Payload.flag(reply, "success")) {
            throw new MeshClientException(
                    ErrorCode.EFORBIDDEN, "The channel \"" + channel + "\" is not open to this client");
        }
        List<HistoryMessage> history = HistoryMessage.of(reply);
        return new ChannelPage(
                history.stream().map(HistoryMessage::text).toList(),
                place(reply),
                Payload.flag(reply, "recovered"),
                offsets(reply),
                history.stream().map(HistoryMessage::publisher).toList());
    }

    private static List<Long> offsets(JsonObject reply) {
        return reply.get("offsets") instanceof JsonArray offsets
                ? offsets.getValuesAs(JsonNumber.class).stream()
                        .map(JsonNumber::longValueExact)
                        .toList()
                : List.of();
    }

    public static JsonObject publication(String channel, String message) {
        return Json.object()
                .add("channel", Objects.requireNonNull(channel, "channel"))
                .add("message", Objects.requireNonNull(message, "message"))
                .build();
    }

    /** The offset that a publication got. */
    public static long offset(JsonValue reply) {
        return Payload.whole(Payload.object(reply), "offset");
    }

    /** A message of the server's. */
    public void message(JsonValue payload, int length) {
        event(payload, arrived -> arrived.topic().message(arrived.payload(), arrived.length()), length);
    }

    static JsonObject since(StreamPosition position) {
        return Json.object()
                .add("offset", position.offset())
                .add("epoch", position.epoch())
                .build();
    }

    static Optional<StreamPosition> place(JsonObject payload) {
        return payload.containsKey("offset") && payload.containsKey("epoch")
                ? Optional.of(new StreamPosition(Payload.string(payload, "epoch"), Payload.whole(payload, "offset")))
                : Optional.empty();
    }
}
