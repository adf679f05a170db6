package io.meshws.internal.builtin;

import io.meshws.CommandException;
import io.meshws.MeshConnection;
import io.meshws.MeshContext;
import io.meshws.Rooms;
import io.meshws.StateOptions;
import io.meshws.internal.cluster.PresenceDirectory.Present;
import io.meshws.internal.cluster.PresenceDirectory.View;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.command.Replied;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.connection.MetadataAccess;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The clients' commands for presence. */
final class PresenceCommands {
    private static final long MAX_EXPIRE_AFTER = StateOptions.MAX_EXPIRE_AFTER.toMillis();
    private static final JsonValue REFUSED =
            Json.object().add("success", false).add("present", Json.array()).build();

    private final PresenceTable presence;
    private final Rooms rooms;
    private final MetadataAccess metadata;
    private final LongReplies replies;

    /**
     * @param metadata which of the members' metadata clients may read
     */
    PresenceCommands(PresenceTable presence, Rooms rooms, MetadataAccess metadata, LongReplies replies) {
        this.metadata = metadata;
        this.presence = presence;
        this.rooms = rooms;
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
        Members members = members(context);
        return presence.subscribe(Payloads.connection(context), members.room(), members.by(), Replied.to(context))
                .thenCompose(found -> found.map(subscription -> subscribed(subscription, members, context))
                        .orElse(CompletableFuture.completedStage(REFUSED)));
    }

    private CompletionStage<JsonValue> subscribed(
            PresenceSubscription subscription, Members members, MeshContext context) {
        List<String> untold = new ArrayList<>();
        // Registered before the result leaves, so that no outcome is missed.
        Replied.to(context).thenAccept(success -> subscription.replied(success, untold));
        ReplySpace space = replies.space();
        return members.of(subscription.present(), space)
                .thenApply(shown -> space.build(reply(subscription.present(), shown, members.by(), space, untold)));
    }

    private CompletionStage<JsonValue> read(MeshContext context) {
        Members members = members(context);
        return presence.read(Payloads.connection(context), members.room(), Replied.to(context))
                .thenCompose(found ->
                        found.map(view -> read(view, members)).orElse(CompletableFuture.completedStage(REFUSED)));
    }

    private CompletionStage<JsonValue> read(View view, Members members) {
        ReplySpace space = replies.space();
        return members.of(view.present(), space).thenApply(shown -> {
            List<String> untold = new ArrayList<>();
            JsonObjectBuilder reply = reply(view.present(), shown, members.by(), space, untold);
            if (!untold.isEmpty() || !view.complete()) {
                space.truncated();
            }
            return space.build(reply);
        });
    }

    /**
     * @param untold collects the connections with states that don't fit
     */
    private static JsonObjectBuilder reply(
            Present present, JsonArray shown, Grouping by, ReplySpace space, Collection<String> untold) {
        Map<String, String> users = present.users();
        boolean byUser = by == Grouping.USER;
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
        StateOptions options = new StateOptions(expireAfter(context), Payloads.flag(context, "silent"));
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

    private Members members(MeshContext context) {
        Grouping by = Payloads.choice(context, "by", Grouping.CONNECTION, Grouping::ofWireName, "connection or user");
        boolean withMetadata = Payloads.flag(context, "metadata");
        if (withMetadata && by == Grouping.USER) {
            throw Payloads.expected("metadata", "false for users, who have none");
        }
        return new Members(context.connection(), Payloads.name(context, "roomName", "room name"), by, withMetadata);
    }

    /** How a reply shows those who are present. */
    private final class Members {
        private final MeshConnection client;
        private final String room;
        private final Grouping by;
        private final boolean withMetadata;

        Members(MeshConnection client, String room, Grouping by, boolean withMetadata) {
            this.client = client;
            this.room = room;
            this.by = by;
            this.withMetadata = withMetadata;
        }

        String room() {
            return room;
        }

        Grouping by() {
            return by;
        }

        CompletionStage<JsonArray> of(Present present, ReplySpace space) {
            Map<String, String> users = present.users();
            if (!withMetadata) {
                return CompletableFuture.completedStage(
                        space.strings(by == Grouping.USER ? Set.copyOf(users.values()) : users.keySet()));
            }
            return rooms.membersWithMetadata(room)
                    .thenCompose(known -> {
                        Map<String, JsonValue> shown = new LinkedHashMap<>();
                        users.keySet().forEach(id -> shown.put(id, known.getOrDefault(id, JsonValue.NULL)));
                        return metadata.visible(client, shown);
                    })
                    .thenApply(space::members);
        }
    }

    private static String room(MeshContext context) {
        return Payloads.string(context, "roomName");
    }
}
