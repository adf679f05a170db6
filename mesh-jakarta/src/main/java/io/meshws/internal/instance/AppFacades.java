package io.meshws.internal.instance;

import io.meshws.Channels;
import io.meshws.Connections;
import io.meshws.Events;
import io.meshws.Names;
import io.meshws.Presence;
import io.meshws.Records;
import io.meshws.Rooms;
import io.meshws.internal.host.AppStages;

/** The features as the application gets them: their stages complete on the workers. */
record AppFacades(
        AppStages stages,
        Connections connections,
        Rooms rooms,
        Channels channels,
        Records records,
        Presence presence,
        Events events,
        Names names) {
    AppFacades {
        connections = stages.facade(Connections.class, connections);
        rooms = stages.facade(Rooms.class, rooms);
        channels = stages.facade(Channels.class, channels);
        records = stages.facade(Records.class, records);
        presence = stages.facade(Presence.class, presence);
        events = stages.facade(Events.class, events);
        names = stages.facade(Names.class, names);
    }
}
