package io.meshws.internal.instance;

import io.meshws.Audience;
import io.meshws.Channels;
import io.meshws.Commands;
import io.meshws.Connections;
import io.meshws.Events;
import io.meshws.InstanceInfo;
import io.meshws.MeshServer;
import io.meshws.Names;
import io.meshws.Pipes;
import io.meshws.Presence;
import io.meshws.Records;
import io.meshws.RoomHandle;
import io.meshws.Rooms;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.room.NamedRoom;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The application's view of an instance. Thread-safe. */
abstract class ServerFacade implements MeshServer {
    abstract Features features();

    abstract Cluster cluster();

    @Override
    public Commands commands() {
        return features().commands;
    }

    @Override
    public Connections connections() {
        return features().facades.connections();
    }

    @Override
    public Rooms rooms() {
        return features().facades.rooms();
    }

    @Override
    public RoomHandle room(String name) {
        return new NamedRoom(this, name);
    }

    @Override
    public Channels channels() {
        return features().facades.channels();
    }

    @Override
    public Records records() {
        return features().facades.records();
    }

    @Override
    public Presence presence() {
        return features().facades.presence();
    }

    @Override
    public Pipes pipes() {
        return features().pipes;
    }

    @Override
    public Events events() {
        return features().facades.events();
    }

    @Override
    public Names names() {
        return features().facades.names();
    }

    @Override
    public CompletionStage<List<InstanceInfo>> instances() {
        return features()
                .facades
                .stages()
                .of("MeshServer.instances", features().neighbours.all());
    }

    @Override
    public String instanceId() {
        return cluster().instanceId();
    }

    @Override
    public boolean isClusterAvailable() {
        return cluster().isAvailable();
    }

    @Override
    public CompletionStage<Void> broadcast(Audience audience, String event, Object payload) {
        return features()
                .facades
                .stages()
                .of("MeshServer.broadcast", features().broadcaster.broadcast(audience, event, payload));
    }
}
