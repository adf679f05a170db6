package io.meshws.internal.builtin;

import io.meshws.Connections;
import io.meshws.Rooms;
import io.meshws.internal.channel.ChannelTable;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.presence.PresenceTable;
import io.meshws.internal.record.RecordTable;

/** All commands that mesh provides. */
public final class BuiltInCommands {
    private BuiltInCommands() {}

    public static void register(
            CommandRegistry commands,
            Connections connections,
            Rooms rooms,
            ChannelTable channels,
            RecordTable records,
            PresenceTable presence,
            LongReplies replies) {
        new RoomCommands(rooms, replies).register(commands);
        new PresenceCommands(presence, rooms, replies).register(commands);
        new MetadataCommands(connections).register(commands);
        new ChannelCommands(channels).register(commands);
        new RecordCommands(records).register(commands);
    }
}
