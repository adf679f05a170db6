package io.meshws.internal.builtin;

import io.meshws.CommandException;
import io.meshws.MeshContext;
import io.meshws.StateOptions;
import io.meshws.internal.cluster.PresenceDirectory.Present;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.command.Replied;
import io.meshws.internal.presence.Grouping;
import io.meshws.internal.presence.PresenceTable;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What clients can do with presence. */
public final class PresenceCommands {
    private static final long MAX_EXPIRE_AFTER = StateOptions.MAX_EXPIRE_AFTER.toMillis();
    private static final JsonValue REFUSED =
            Json.object().add("success", false).add("present", Json.array()).build();

    private final PresenceTable presence;

    public PresenceCommands(PresenceTable presence) {
        this.presence = presence;
    }

    public void register(CommandRegistry commands) {
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
        return presence.subscribe(Payloads.connection(context), room(context), by)
                .thenApply(found -> {
                    // Before the result leaves, so that whatever becomes of it is known.
                    found.ifPresent(subscription -> Replied.to(context).thenAccept(subscription::replied));
                    return found.map(subscription -> reply(subscription.present(), by))
                            .orElse(REFUSED);
                });
    }

    private CompletionStage<JsonValue> read(MeshContext context) {
        Grouping by = by(context);
        String room = room(context);
        return presence.allows(Payloads.connection(context), room)
                .thenCompose(allowed -> allowed
                        ? presence.read(room).thenApply(present -> reply(present, by))
                        : CompletableFuture.completedStage(REFUSED));
    }

    private static JsonValue reply(Present present, Grouping by) {
        Map<String, String> users = present.users();
        JsonObjectBuilder states = Json.object();
        JsonObjectBuilder whose = Json.object();
        present.states().forEach((id, text) -> {
            states.add(id, Json.readTrusted(text));
            whose.add(id, users.getOrDefault(id, id));
        });
        JsonObjectBuilder reply = Json.object().add("success", true);
        return by == Grouping.CONNECTION
                ? reply.add("present", Payloads.strings(users.keySet()))
                        .add("states", states)
                        .build()
                : reply.add("present", Payloads.strings(Set.copyOf(users.values())))
                        .add("states", states)
                        .add("users", whose)
                        .build();
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
