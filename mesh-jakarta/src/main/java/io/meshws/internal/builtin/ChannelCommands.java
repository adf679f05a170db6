package io.meshws.internal.builtin;

import io.meshws.ChannelHistory;
import io.meshws.ChannelPosition;
import io.meshws.Channels;
import io.meshws.MeshContext;
import io.meshws.internal.channel.ChannelTable;
import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.command.Replied;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The clients' commands for channels. */
final class ChannelCommands {
    private static final JsonValue REFUSED =
            Json.object().add("success", false).add("history", Json.array()).build();

    /** Stands for an offset that was never handed out; requests for it are answered as for an unavailable position. */
    private static final ChannelPosition UNKNOWN = new ChannelPosition("", Long.MAX_VALUE);

    private static final Pattern OFFSET = Pattern.compile("\\d{1,15}");

    private final ChannelTable channels;

    ChannelCommands(ChannelTable channels) {
        this.channels = channels;
    }

    void register(CommandRegistry commands) {
        commands.builtIn(BuiltIn.SUBSCRIBE_CHANNEL, this::subscribe);
        commands.builtIn(BuiltIn.UNSUBSCRIBE_CHANNEL, this::unsubscribe);
        commands.builtIn(BuiltIn.GET_CHANNEL_HISTORY, this::history);
        commands.builtIn(BuiltIn.PUBLISH_CHANNEL, this::publish);
    }

    private CompletionStage<JsonValue> subscribe(MeshContext context) {
        return channels.subscribe(
                        Payloads.connection(context),
                        Payloads.name(context, "channel", "channel name"),
                        query(context, "historyLimit", 0),
                        Replied.to(context))
                .thenApply(found -> answer(found, false));
    }

    private boolean unsubscribe(MeshContext context) {
        return channels.unsubscribe(Payloads.connection(context), Payloads.string(context, "channel"));
    }

    private CompletionStage<JsonValue> history(MeshContext context) {
        return channels.read(
                        Payloads.connection(context),
                        Payloads.name(context, "channel", "channel name"),
                        before(context).orElseGet(() -> query(context, "limit", Channels.MAX_HISTORY)),
                        Replied.to(context))
                .thenApply(found -> answer(found, isPage(context)));
    }

    private CompletionStage<JsonValue> publish(MeshContext context) {
        return channels.publish(
                        Payloads.connection(context),
                        Payloads.name(context, "channel", "channel name"),
                        Payloads.string(context, "message"))
                .thenApply(offset ->
                        Json.object().add("success", true).add("offset", offset).build());
    }

    private static boolean isPage(MeshContext context) {
        return !Payloads.optional(context, "before").equals(JsonValue.NULL);
    }

    /** Set if older messages are asked for than those of an offset. */
    private static Optional<Query> before(MeshContext context) {
        if (!isPage(context)) {
            return Optional.empty();
        }
        JsonValue before = Payloads.optional(context, "before");
        String offset = before.toString();
        if (!(before instanceof JsonNumber) || !offset.matches("\\d+")) {
            throw Payloads.expected("before", "an offset");
        }
        if (since(context).isPresent()) {
            throw Payloads.expected("since", "absent beside before");
        }
        return Optional.of(Query.before(
                limit(context, "limit", Channels.MAX_HISTORY),
                OFFSET.matcher(offset).matches() ? Long.parseLong(offset) : Long.MAX_VALUE));
    }

    private static int limit(MeshContext context, String limit, int absent) {
        return Math.min(
                Payloads.count(context, limit, absent),
                Payloads.connection(context).limits().historyPage());
    }

    private static Query query(MeshContext context, String limit, int absent) {
        return Query.since(limit(context, limit, absent), since(context));
    }

    /**
     * Reads {@code {"offset": 12, "epoch": "…"}} as a reply or message had it. A number, also as text, is an offset in
     * the channel's current epoch. Any other text, such as a time or an id of the reference implementation, is an
     * unavailable position.
     */
    private static Optional<ChannelPosition> since(MeshContext context) {
        JsonValue since = Payloads.optional(context, "since");
        if (since.equals(JsonValue.NULL)) {
            return Optional.empty();
        }
        if (since instanceof JsonObject place
                && place.get("epoch") instanceof JsonString epoch
                && place.get("offset") instanceof JsonNumber) {
            return Optional.of(position(
                    place.get("offset").toString(),
                    epoch.getString().equals(Query.ANY_EPOCH) ? UNKNOWN.epoch() : epoch.getString()));
        }
        if (since instanceof JsonNumber || since instanceof JsonString) {
            String text = since instanceof JsonString string ? string.getString() : since.toString();
            return Optional.of(position(text, Query.ANY_EPOCH));
        }
        throw Payloads.expected("since", "an object with offset and epoch");
    }

    private static ChannelPosition position(String offset, String epoch) {
        return OFFSET.matcher(offset).matches() ? new ChannelPosition(epoch, Long.parseLong(offset)) : UNKNOWN;
    }

    /** @param withOffsets whether the client needs the offset of each message to ask for older ones */
    private static JsonValue answer(Optional<ChannelHistory> found, boolean withOffsets) {
        return found.map(history -> json(history, withOffsets)).orElse(REFUSED);
    }

    private static JsonValue json(ChannelHistory history, boolean withOffsets) {
        var messages = Json.array();
        history.messages().forEach(message -> messages.add(Json.literal(message.message())));
        JsonObjectBuilder reply = Json.object()
                .add("success", true)
                .add("history", messages)
                .add("offset", history.last().offset())
                .add("epoch", history.last().epoch())
                .add("recovered", history.recovered());
        if (history.messages().stream().anyMatch(message -> message.publisher().isPresent())) {
            reply.add("publishers", publishers(history));
        }
        if (withOffsets) {
            JsonArrayBuilder offsets = Json.array();
            history.messages().forEach(message -> offsets.add(message.offset()));
            reply.add("offsets", offsets);
        }
        return reply.build();
    }

    private static JsonArrayBuilder publishers(ChannelHistory history) {
        JsonArrayBuilder publishers = Json.array();
        history.messages()
                .forEach(message -> message.publisher().ifPresentOrElse(publishers::add, publishers::addNull));
        return publishers;
    }
}
