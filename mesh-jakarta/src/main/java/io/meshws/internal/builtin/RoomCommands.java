package io.meshws.internal.builtin;

import io.meshws.MeshContext;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.command.Replied;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.connection.MetadataAccess;
import io.meshws.internal.connection.ReplySpace;
import io.meshws.internal.room.RoomTable;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletionStage;

/** The clients' commands for rooms. */
final class RoomCommands {
    private final RoomTable rooms;
    private final MetadataAccess metadata;
    private final LongReplies replies;

    /**
     * @param metadata which of the members' metadata clients may read
     */
    RoomCommands(RoomTable rooms, MetadataAccess metadata, LongReplies replies) {
        this.rooms = rooms;
        this.metadata = metadata;
        this.replies = replies;
    }

    void register(CommandRegistry commands) {
        commands.builtIn(BuiltIn.NOOP, context -> true);
        commands.builtIn(BuiltIn.JOIN_ROOM, this::join);
        commands.builtIn(BuiltIn.LEAVE_ROOM, this::leave);
        commands.builtIn(BuiltIn.GET_ROOM_METADATA, this::roomMetadata);
    }

    private CompletionStage<JsonValue> join(MeshContext context) {
        String room = Payloads.name(context, "roomName", "room name");
        boolean withMetadata = Payloads.flag(context, "metadata");
        return rooms.access()
                .toJoin(context.connection(), room)
                .thenCompose(allowed -> rooms.add(room, context.connection()))
                .thenCompose(added -> replies.make(Replied.to(context), () -> present(context, room, withMetadata)));
    }

    private CompletionStage<JsonValue> present(MeshContext context, String room, boolean withMetadata) {
        ReplySpace space = replies.space();
        CompletionStage<JsonArray> present = withMetadata
                ? rooms.membersWithMetadata(room)
                        .thenCompose(all -> metadata.visible(context.connection(), all))
                        .thenApply(space::members)
                : rooms.members(room).thenApply(space::strings);
        return present.thenApply(
                members -> space.build(Json.object().add("success", true).add("present", members)));
    }

    private CompletionStage<JsonValue> leave(MeshContext context) {
        return rooms.remove(Payloads.string(context, "roomName"), context.connection())
                .thenApply(left -> Payloads.SUCCESS);
    }

    private CompletionStage<JsonValue> roomMetadata(MeshContext context) {
        String room = Payloads.name(context, "roomName", "room name");
        return rooms.access()
                .toReadMetadata(context.connection(), room)
                .thenCompose(allowed -> rooms.metadata(room))
                .thenApply(found -> Payloads.metadata(found.orElse(JsonValue.NULL)));
    }
}
