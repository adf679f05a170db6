package io.meshws.internal.instance;

import io.meshws.Audience;
import io.meshws.Authenticator;
import io.meshws.Channels;
import io.meshws.Commands;
import io.meshws.Connections;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.MeshServer;
import io.meshws.Presence;
import io.meshws.Records;
import io.meshws.RoomHandle;
import io.meshws.Rooms;
import io.meshws.internal.broadcast.Broadcaster;
import io.meshws.internal.builtin.BuiltInCommands;
import io.meshws.internal.channel.ChannelTable;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.command.Failures;
import io.meshws.internal.command.FrameDispatcher;
import io.meshws.internal.connection.AllConnections;
import io.meshws.internal.connection.Attention;
import io.meshws.internal.connection.ClientRequests;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.connection.OwnerCalls;
import io.meshws.internal.connection.Transport;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Host;
import io.meshws.internal.identity.SignIn;
import io.meshws.internal.liveness.Liveness;
import io.meshws.internal.presence.PresenceTable;
import io.meshws.internal.record.RecordTable;
import io.meshws.internal.room.NamedRoom;
import io.meshws.internal.room.RoomTable;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.binding.JsonBinding;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * One instance: the endpoint talks to it, and the application injects it. Thread-safe.
 *
 * <p>The endpoint calls {@link #opened}, then {@link #text} and {@link #binary}, one at a time for a connection, then
 * {@link #closed} once.
 */
public final class MeshInstance implements MeshServer {
    /** RFC 6455's code for a connection that ended without a close frame. */
    private static final int ABNORMAL_CLOSURE = 1006;

    private final MeshConfig config;
    private final Cluster cluster;
    private final LongSupplier nanos;
    private final FailureLog failures;
    private final ConnectionEvents events;
    private final OwnerCalls owners;
    private final Attention attention;
    private final ConnectionTable connections;
    private final RoomTable rooms;
    private final ChannelTable channels;
    private final RecordTable records;
    private final PresenceTable presence;
    private final Broadcaster broadcaster;
    private final CommandRegistry commands = new CommandRegistry();
    private final Liveness liveness;
    private final SignIn signIn;
    private final Reception reception;
    private final FrameDispatcher inbox;
    private final CleanUp cleanUp;
    private final Executor executor;
    private final AppFacades facades;
    private volatile boolean stopping;

    public MeshInstance(
            MeshConfig config,
            Cluster cluster,
            JsonBinding json,
            CommandScope scope,
            InstanceObserver observer,
            Optional<Authenticator> authenticator,
            Host host) {
        this.config = config;
        this.cluster = cluster;
        this.nanos = host.nanos();
        this.failures = new FailureLog(nanos);
        this.executor = host.workers();
        AppStages stages = new AppStages(executor);
        this.events = new ConnectionEvents(observer, scope, failures, stages);
        Failures replies = new Failures(failures);
        ClientRequests requests = new ClientRequests(json, stages, nanos);
        LongReplies longReplies = new LongReplies(config);
        this.attention = new Attention(nanos);
        this.connections =
                new ConnectionTable(config, cluster, json, requests, attention, failures, host, this::broken);
        this.owners = new OwnerCalls(
                cluster,
                connections,
                nanos,
                failure -> replies.describe(failure, "", "", "A call from another instance"));
        AllConnections allConnections =
                new AllConnections(config, cluster, owners, connections, json, requests, stages, failures);
        this.channels = new ChannelTable(config, cluster, connections, json, longReplies, failures);
        this.records = new RecordTable(config, cluster, connections, json, observer, stages, failures);
        this.presence =
                new PresenceTable(config, cluster, owners, connections, json, longReplies, host, stages, failures);
        this.rooms = new RoomTable(config, cluster, owners, json, presence, failures);
        this.cleanUp = new CleanUp(cluster, presence);
        this.broadcaster = new Broadcaster(cluster, connections, rooms, json);
        this.liveness = new Liveness(config, attention, nanos, this::notResponding);
        this.signIn = new SignIn(config, authenticator, json, scope, attention, replies, nanos, this::signedIn);
        this.reception = new Reception(connections, liveness, attention, events, signIn, this::forget);
        this.inbox = new FrameDispatcher(
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
                executor,
                signIn::authenticate);
        BuiltInCommands.register(commands, allConnections, rooms, channels, records, presence, longReplies);
        this.facades = new AppFacades(stages, allConnections, rooms, channels, records, presence);
    }

    /**
     * Begins to connect to the cluster and returns at once.
     *
     * @return a stage that completes when the first attempt to join has ended, successfully or not
     */
    public CompletionStage<Void> start() {
        return cluster.start(new Incoming(connections, broadcaster, channels, records, presence, owners));
    }

    /**
     * Closes every connection with the going-away code, over {@code mesh.shutdown-drain} at most, and leaves the
     * cluster.
     */
    public CompletionStage<Void> stop() {
        stopping = true;
        reception.stop();
        return GracefulShutdown.begin(connections, config.get(MeshProperty.SHUTDOWN_DRAIN), executor)
                .handle((done, failure) -> null)
                .thenCompose(done -> presence.stop().handle((left, failure) -> null))
                .thenCompose(done -> cluster.stop())
                .whenComplete((done, failure) -> {
                    connections.stop();
                    failures.flush();
                });
    }

    /** A client connected: it gets its id; once it is signed in, if it has to be, the application is told. */
    public Connection opened(Handshake handshake, Transport transport) {
        return reception.open(handshake, transport, stopping);
    }

    private void signedIn(Connection connection) {
        reception.letIn(connection);
        if (stopping) {
            connection.close(CloseCode.GOING_AWAY);
        }
    }

    /** A sign of life, even if it's only a part of a frame. */
    public void heard(Connection connection) {
        attention.reading();
        connection.pulse().heard();
    }

    public void text(Connection connection, String frame) {
        heard(connection);
        // The container may still read from a connection that was considered dead.
        if (connection.isOpen() && !connection.isRefused()) {
            inbox.text(connection, frame);
        }
    }

    public void binary(Connection connection) {
        heard(connection);
        if (!connection.isRefused()) {
            inbox.binary(connection);
        }
    }

    /** The container reports the end of a connection, with the WebSocket close code. */
    public void closed(Connection connection, int code, String reason) {
        reception.closed(connection, () -> events.closed(connection, code, reason));
    }

    /** Like {@link #closed}, on a thread that others wait for, such as one that sends to the client. */
    public void closedMeanwhile(Connection connection, int code, String reason) {
        reception.closed(connection, () -> events.closedMeanwhile(connection, code, reason));
    }

    private void forget(Connection connection) {
        rooms.closed(connection);
        channels.closed(connection);
        records.closed(connection);
        presence.closed(connection);
        inbox.closed(connection);
    }

    private void notResponding(Connection connection) {
        connection.abort(CloseCode.NOT_RESPONDING);
        closedMeanwhile(connection, CloseCode.NOT_RESPONDING.number(), CloseCode.NOT_RESPONDING.reason());
    }

    private void broken(Connection connection) {
        connection.abort(CloseCode.SERVER_ERROR);
        closed(connection, ABNORMAL_CLOSURE, "");
    }

    /** Ends whatever is overdue; to be called about once a second, by one thread at a time. Never throws. */
    public void tick() {
        long now = nanos.getAsLong();
        Ticks.run(
                () -> attention.tick(now),
                () -> connections.tick(now),
                () -> liveness.tick(now),
                () -> signIn.tick(now),
                owners::tick,
                inbox::tick,
                channels::tick,
                records::tick,
                () -> presence.tick(now),
                cleanUp::tick,
                failures::tick);
    }

    /** Ends a client's subscription to a record, as if the client had asked for that. */
    public void unsubscribeRecord(Connection connection, String recordId) {
        records.unsubscribe(connection, recordId);
    }

    /** Where failures are logged that clients can cause again and again. */
    public FailureLog failures() {
        return failures;
    }

    public MeshConfig config() {
        return config;
    }

    public CommandRegistry registry() {
        return commands;
    }

    @Override
    public Commands commands() {
        return commands;
    }

    @Override
    public Connections connections() {
        return facades.connections();
    }

    @Override
    public Rooms rooms() {
        return facades.rooms();
    }

    @Override
    public RoomHandle room(String name) {
        return new NamedRoom(this, name);
    }

    @Override
    public Channels channels() {
        return facades.channels();
    }

    @Override
    public Records records() {
        return facades.records();
    }

    @Override
    public Presence presence() {
        return facades.presence();
    }

    @Override
    public String instanceId() {
        return cluster.instanceId();
    }

    @Override
    public boolean isClusterAvailable() {
        return cluster.isAvailable();
    }

    @Override
    public CompletionStage<Void> broadcast(Audience audience, String event, Object payload) {
        return facades.stages().of("MeshServer.broadcast", broadcaster.broadcast(audience, event, payload));
    }
}
