package io.meshws.internal.instance;

import io.meshws.Authenticator;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.broadcast.Broadcaster;
import io.meshws.internal.builtin.BuiltInCommands;
import io.meshws.internal.channel.ChannelTable;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.Receiver;
import io.meshws.internal.collection.CollectionTable;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.command.Failures;
import io.meshws.internal.command.FrameDispatcher;
import io.meshws.internal.connection.AllConnections;
import io.meshws.internal.connection.Attention;
import io.meshws.internal.connection.ClientRequests;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.connection.Logouts;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.connection.OwnerCalls;
import io.meshws.internal.event.EventTable;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Environment;
import io.meshws.internal.identity.AuthenticatorCalls;
import io.meshws.internal.identity.HandshakeCheck;
import io.meshws.internal.identity.SignIn;
import io.meshws.internal.limit.Pace;
import io.meshws.internal.liveness.Liveness;
import io.meshws.internal.name.NameTable;
import io.meshws.internal.pipe.PipeTable;
import io.meshws.internal.presence.PresenceTable;
import io.meshws.internal.room.RoomTable;
import io.meshws.protocol.binding.JsonBinding;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The features of one instance, put together. Thread-safe. */
final class Features {
    final FailureLog failures;
    final ConnectionEvents clients;
    final EventTable events;
    final Attention attention;
    final ConnectionTable connections;
    final PresenceTable presence;
    final NameTable names;
    final Broadcaster broadcaster;
    final CommandRegistry commands = new CommandRegistry();
    final Reception reception;
    final FrameDispatcher frames;
    final AppFacades facades;
    private final LongSupplier nanos;
    final OwnerCalls owners;
    private final RoomTable rooms;
    final ChannelTable channels;
    final CollectionTable records;
    final PipeTable pipes;
    private final Liveness liveness;
    final SignIn signIn;
    private final HandshakeCheck handshakes;
    final Pace pace;
    private final CleanUp cleanUp;
    final Neighbours neighbours;

    /**
     * @param broken told of a connection when sending to it has become impossible
     * @param notResponding told of connections with silent clients
     * @param signedIn told of a connection when its user is known
     */
    Features(
            MeshConfig config,
            Cluster cluster,
            JsonBinding json,
            CommandScope scope,
            InstanceObserver observer,
            Optional<Authenticator> authenticator,
            Environment environment,
            Consumer<Connection> broken,
            Consumer<Connection> notResponding,
            Consumer<Connection> signedIn) {
        nanos = environment.nanos();
        failures = new FailureLog(nanos);
        AppStages stages = new AppStages(environment.workers());
        clients = new ConnectionEvents(observer, scope, failures, stages);
        events = new EventTable(cluster, json, scope, stages, failures);
        Failures replies = new Failures(failures);
        ClientRequests requests = new ClientRequests(json, stages, nanos);
        LongReplies longReplies = new LongReplies(config);
        attention = new Attention(nanos);
        connections = new ConnectionTable(config, cluster, json, requests, attention, failures, environment, broken);
        owners = new OwnerCalls(
                cluster,
                connections,
                environment,
                failure -> replies.describe(failure, "", "", "A call from another instance"));
        Logouts logouts = new Logouts();
        AllConnections allConnections =
                new AllConnections(config, cluster, owners, connections, logouts, json, requests, stages, failures);
        pace = new Pace(
                (late, millis) -> cluster.bus().sendToAll(new ClusterMessage.Late(late, millis)),
                environment.workers(),
                environment.scheduler(),
                nanos);
        channels =
                new ChannelTable(config, cluster, connections, json, longReplies, pace, environment, stages, failures);
        records = new CollectionTable(
                config, cluster, connections, json, longReplies, observer, environment, stages, pace, failures);
        presence = new PresenceTable(
                config, cluster, owners, connections, json, longReplies, environment, stages, failures);
        names = new NameTable(
                config,
                cluster,
                owners,
                connections,
                requests,
                json,
                observer,
                scope::begin,
                failure -> replies.describe(failure, "", "", "A bean that has a name"),
                environment,
                stages,
                failures);
        rooms = new RoomTable(config, cluster, owners, json, presence.memberships(), failures);
        pipes = new PipeTable(config, cluster, connections, names, failures);
        cleanUp = new CleanUp(cluster, presence.memberships());
        neighbours = new Neighbours(
                cluster,
                observer,
                scope,
                stages,
                failures,
                () -> connections.all().size(),
                pipes::size,
                config.get(MeshProperty.INSTANCE_LEASE));
        broadcaster = new Broadcaster(cluster, connections, rooms, json, pace);
        liveness = new Liveness(config, attention, nanos, notResponding);
        AuthenticatorCalls authenticators =
                new AuthenticatorCalls(config, authenticator, json, scope, attention, failures, environment);
        signIn = new SignIn(config, authenticators, logouts, failures, environment, signedIn);
        handshakes =
                new HandshakeCheck(config, authenticators, logouts, failures, nanos, signIn, connections.refusals());
        reception = new Reception(
                connections, liveness, attention, clients, signIn, handshakes, cluster.ownMemory(), this::forget);
        frames = new FrameDispatcher(
                config,
                commands,
                requests,
                liveness,
                json,
                scope,
                stages,
                replies,
                nanos,
                cluster.answers(),
                environment.workers(),
                signIn::authenticate,
                pipes);
        BuiltInCommands.register(
                commands, allConnections, rooms, channels, records, presence, names, pipes, longReplies);
        facades = new AppFacades(stages, allConnections, rooms, channels, records, presence, events, names.facade());
    }

    /** Gets the messages that the engine receives. */
    Receiver receiver() {
        return new Incoming(
                connections,
                broadcaster,
                channels,
                records,
                presence,
                events,
                names,
                pipes,
                owners,
                pace.late(),
                this::rejoined);
    }

    private void rejoined() {
        long now = nanos.getAsLong();
        names.rejoined(now);
        records.store().rejoined();
        channels.log().rejoined();
        neighbours.rejoined(now);
    }

    private void forget(Connection connection) {
        rooms.closed(connection);
        channels.closed(connection);
        records.closed(connection);
        presence.closed(connection);
        pipes.closed(connection);
        names.closed(connection);
        frames.closed(connection);
    }

    /** Ends everything that is overdue. Never throws. */
    void tick() {
        long now = nanos.getAsLong();
        Ticks.run(
                () -> attention.tick(now),
                () -> connections.tick(now),
                () -> liveness.tick(now),
                () -> signIn.tick(now),
                () -> handshakes.tick(now),
                owners::tick,
                frames::tick,
                () -> pace.tick(now),
                channels::tick,
                () -> records.tick(now),
                () -> presence.tick(now),
                () -> names.tick(now),
                events::tick,
                () -> neighbours.tick(now),
                cleanUp::tick,
                failures::tick);
    }
}
