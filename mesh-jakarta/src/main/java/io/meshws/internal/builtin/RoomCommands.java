package io.meshws.internal.builtin;

import io.meshws.MeshContext;
import io.meshws.Rooms;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.command.Replied;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.connection.ReplySpace;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletionStage;

/** The clients' commands for rooms. */
final class RoomCommands {
    private final Rooms rooms;
    private final LongReplies replies;

    RoomCommands(Rooms rooms, LongReplies replies) {
        this.rooms = rooms;
        this.replies = replies;
    }

    void register(CommandRegistry commands) {
        commands.builtIn(BuiltIn.NOOP, context -> true);
        commands.builtIn(BuiltIn.JOIN_ROOM, this::join);
        commands.builtIn(BuiltIn.LEAVE_ROOM, this::leave);
        commands.builtIn(BuiltIn.GET_ROOM_METADATA, this::metadata);
    }

    private CompletionStage<JsonValue> join(MeshContext context) {
        String room = Payloads.string(context, "roomName");
        boolean metadata = Payloads.flag(context, "metadata");
        return rooms.add(room, context.connection())
                .thenCompose(added -> replies.make(Replied.to(context), () -> present(room, metadata)));
    }

    private CompletionStage<JsonValue> present(String room, boolean metadata) {
        ReplySpace space = replies.space();
        CompletionStage<JsonArray> present = metadata
                ? rooms.membersWithMetadata(room).thenApply(space::members)
                : rooms.members(room).thenApply(space::strings);
        return present.thenApply(
                members -> space.build(Json.object().add("success", true).add("present", members)));
    }

    private CompletionStage<JsonValue> leave(MeshContext context) {
        return rooms.remove(Payloads.string(context, "roomName"), context.connection())
                .thenApply(left -> Payloads.SUCCESS);
    }

    private CompletionStage<JsonValue> metadata(MeshContext context) {
        return rooms.metadata(Payloads.string(context, "roomName"))
                .thenApply(found -> Payloads.metadata(found.orElse(JsonValue.NULL)));
    }
}
