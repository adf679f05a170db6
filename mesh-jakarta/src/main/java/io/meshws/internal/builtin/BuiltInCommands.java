package io.meshws.internal.builtin;

import io.meshws.internal.channel.ChannelTable;
import io.meshws.internal.collection.CollectionTable;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.connection.AllConnections;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.name.NameTable;
import io.meshws.internal.pipe.PipeTable;
import io.meshws.internal.presence.PresenceTable;
import io.meshws.internal.room.RoomTable;

/** All commands that mesh provides. */
public final class BuiltInCommands {
    private BuiltInCommands() {}

    public static void register(
            CommandRegistry commands,
            AllConnections connections,
            RoomTable rooms,
            ChannelTable channels,
            CollectionTable records,
            PresenceTable presence,
            NameTable names,
            PipeTable pipes,
            LongReplies replies) {
        new RoomCommands(rooms, connections.access(), replies).register(commands);
        new PresenceCommands(presence, rooms, connections.access(), replies).register(commands);
        new MetadataCommands(connections, connections.access()).register(commands);
        new ChannelCommands(channels).register(commands);
        new RecordCommands(records).register(commands);
        new CollectionCommands(records).register(commands);
        new NameCommands(names).register(commands);
        new PipeCommands(pipes).register(commands);
    }
}
