package io.meshws.internal.builtin;

import io.meshws.CommandException;
import io.meshws.MeshContext;
import io.meshws.StateOptions;
import io.meshws.internal.cluster.PresenceDirectory.Present;
import io.meshws.internal.cluster.PresenceDirectory.View;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.command.Replied;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.connection.ReplySpace;
import io.meshws.internal.presence.Grouping;
import io.meshws.internal.presence.PresenceSubscription;
import io.meshws.internal.presence.PresenceTable;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What clients can do with presence. */
final class PresenceCommands {
    private static final long MAX_EXPIRE_AFTER = StateOptions.MAX_EXPIRE_AFTER.toMillis();
    private static final JsonValue REFUSED =
            Json.object().add("success", false).add("present", Json.array()).build();

    private final PresenceTable presence;
    private final LongReplies replies;

    PresenceCommands(PresenceTable presence, LongReplies replies) {
        this.presence = presence;
        this.replies = replies;
    }

    void register(CommandRegistry commands) {
        commands.builtIn(BuiltIn.SUBSCRIBE_PRESENCE, this::subscribe);
        commands.builtIn(
                BuiltIn.UNSUBSCRIBE_PRESENCE,
                context -> presence.unsubscribe(Payloads.connection(context), room(context)));
        commands.builtIn(BuiltIn.PUBLISH_PRESENCE_STATE, this::publish);
        commands.builtIn(
                BuiltIn.CLEAR_PRESENCE_STATE,
                context -> presence.clearState(Payloads.connection(context), room(context)));
        commands.builtIn(BuiltIn.GET_PRESENCE_STATE, this::read);
    }

    private CompletionStage<JsonValue> subscribe(MeshContext context) {
        Grouping by = by(context);
        return presence.subscribe(Payloads.connection(context), room(context), by, Replied.to(context))
                .thenApply(found -> found.map(subscription -> subscribed(subscription, by, context))
                        .orElse(REFUSED));
    }

    private JsonValue subscribed(PresenceSubscription subscription, Grouping by, MeshContext context) {
        ReplySpace space = replies.space();
        List<String> untold = new ArrayList<>();
        JsonValue reply = space.build(reply(subscription.present(), by, space, untold));
        // Before the result leaves, so that whatever becomes of it is known.
        Replied.to(context).thenAccept(success -> subscription.replied(success, untold));
        return reply;
    }

    private CompletionStage<JsonValue> read(MeshContext context) {
        Grouping by = by(context);
        return presence.read(Payloads.connection(context), room(context), Replied.to(context))
                .thenApply(found -> found.map(view -> read(view, by)).orElse(REFUSED));
    }

    private JsonValue read(View view, Grouping by) {
        ReplySpace space = replies.space();
        List<String> untold = new ArrayList<>();
        JsonObjectBuilder reply = reply(view.present(), by, space, untold);
        if (!untold.isEmpty() || !view.complete()) {
            space.truncated();
        }
        return space.build(reply);
    }

    /**
     * @param untold the connections whose states don't fit are added to it
     */
    private static JsonObjectBuilder reply(Present present, Grouping by, ReplySpace space, Collection<String> untold) {
        Map<String, String> users = present.users();
        boolean byUser = by == Grouping.USER;
        JsonArray shown = space.strings(byUser ? Set.copyOf(users.values()) : users.keySet());
        JsonObjectBuilder states = Json.object();
        JsonObjectBuilder whose = Json.object();
        present.states().forEach((id, text) -> {
            String user = users.getOrDefault(id, id);
            String key = Json.quote(id);
            if (byUser ? space.take(key, text, key, Json.quote(user)) : space.take(key, text)) {
                states.add(id, Json.raw(text));
                whose.add(id, user);
            } else {
                untold.add(id);
            }
        });
        JsonObjectBuilder reply =
                Json.object().add("success", true).add("present", shown).add("states", states);
        return byUser ? reply.add("users", whose) : reply;
    }

    private CompletionStage<Boolean> publish(MeshContext context) {
        String room = room(context);
        StateOptions options =
                new StateOptions(expireAfter(context), JsonValue.TRUE.equals(Payloads.optional(context, "silent")));
        return presence.publishState(Payloads.connection(context), room, Payloads.optional(context, "state"), options);
    }

    private static Optional<Duration> expireAfter(MeshContext context) {
        JsonValue given = Payloads.optional(context, "expireAfter");
        if (given.equals(JsonValue.NULL)) {
            return Optional.empty();
        }
        if (given instanceof JsonNumber number) {
            double millis = number.doubleValue();
            if (millis >= 1 && millis <= MAX_EXPIRE_AFTER) {
                return Optional.of(Duration.ofMillis((long) millis));
            }
        }
        throw new CommandException(
                ErrorCode.EPAYLOAD, "payload.expireAfter: expected a number from 1 to " + MAX_EXPIRE_AFTER);
    }

    private static Grouping by(MeshContext context) {
        return Payloads.choice(context, "by", Grouping.CONNECTION, Grouping::ofWireName, "connection or user");
    }

    private static String room(MeshContext context) {
        return Payloads.string(context, "roomName");
    }
}
