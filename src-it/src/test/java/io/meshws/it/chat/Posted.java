package io.meshws.it.chat;

import io.meshws.MeshConnection;
import io.meshws.RoomHandle;

/** CDI event: a client posted something in a room. */
public record Posted(RoomHandle room, MeshConnection by, String text) {}
