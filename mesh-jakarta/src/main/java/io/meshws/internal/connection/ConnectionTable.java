package io.meshws.internal.connection;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ConnectionDirectory.LocalConnection;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.Environment;
import io.meshws.internal.limit.CommandRates;
import io.meshws.internal.limit.Refusals;
import io.meshws.internal.time.Agenda;
import io.meshws.protocol.Json;
import io.meshws.protocol.binding.JsonBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The connections of this instance. Thread-safe. */
public final class ConnectionTable {
    private static final long PERCENT = 100;

    private final Cluster cluster;
    private final ConnectionContext context;
    private final LocalState own;
    private final LongSupplier nanos;
    private final Agenda<String> ends;
    private final OutboxBacklog backlog;
    private final CommandRates rates;
    private final Refusals refusals = new Refusals();
    private final ConcurrentHashMap<String, Connection> connections = new ConcurrentHashMap<>();
    /** Clients that were not let in yet. Frames that wait for them count like those that wait for others. */
    private final Set<Connection> outside = ConcurrentHashMap.newKeySet();

    /**
     * @param broken told, on the executor, if the container can't send to a received connection any more; not all
     *     containers report that themselves
     */
    public ConnectionTable(
            MeshConfig config,
            Cluster cluster,
            JsonBinding json,
            ClientRequests requests,
            Attention attention,
            FailureLog failures,
            Environment environment,
            Consumer<Connection> broken) {
        this.cluster = cluster;
        this.own =
                new LocalState(cluster::isAvailable, () -> cluster.connections().replaceLocal(ownConnections()));
        this.nanos = environment.nanos();
        this.ends = new Agenda<>(environment.scheduler(), nanos, this::expire);
        this.backlog = new OutboxBacklog(
                Runtime.getRuntime().maxMemory() / PERCENT * config.get(MeshProperty.OUTBOX_MAX_HEAP),
                nanos,
                () -> Stream.concat(connections.values().stream(), outside.stream())
                        .map(Connection::outbox));
        this.rates = new CommandRates(config, nanos);
        this.context = new ConnectionContext(
                json,
                requests,
                own,
                new OutboxLimits(
                        config.get(MeshProperty.OUTBOX_MAX_MESSAGES),
                        config.get(MeshProperty.OUTBOX_MAX_SIZE),
                        config.get(MeshProperty.OUTBOX_MAX_AGE).toNanos()),
                backlog,
                ClientLimits.of(config),
                attention,
                environment.nanos(),
                environment.workers(),
                broken,
                failures,
                rates,
                refusals,
                ends);
    }

    /** A client connected. Until it is {@linkplain #letIn let in}, it can't be found. */
    public Connection open(Handshake handshake, Transport transport) {
        Connection connection = new Connection(ConnectionId.next(cluster.instanceId()), handshake, transport, context);
        outside.add(connection);
        if (!connection.isOpen()) {
            // It closed in between.
            outside.remove(connection);
        }
        return connection;
    }

    /**
     * From now on the client is one of those that are connected.
     *
     * @return whether it was waiting for that
     */
    public boolean letIn(Connection connection) {
        if (!connection.enter()) {
            return false;
        }
        connections.put(connection.id(), connection);
        outside.remove(connection);
        if (!connection.isOpen()) {
            // It closed in between.
            connections.remove(connection.id());
        }
        String metadata = Json.text(connection.metadata());
        connection.stored().change(() -> cluster.connections().put(connection.id(), metadata));
        return true;
    }

    /**
     * A client is gone.
     *
     * @return whether it was open until now
     */
    public boolean closed(Connection connection) {
        if (!connection.closed()) {
            return false;
        }
        outside.remove(connection);
        if (connection.wasIn()) {
            connections.remove(connection.id());
            connection.stored().changeWhenClosed(() -> cluster.connections()
                    .remove(connection.id(), new ArrayList<>(connection.rooms())));
        }
        return true;
    }

    /** The store can be reached, for the first time or again. */
    public void rejoined() {
        own.rewrite();
    }

    /** Ends everything that is overdue. Called about once a second. */
    public void tick(long now) {
        connections.values().forEach(connection -> connection.tick(now));
        outside.forEach(connection -> connection.tick(now));
        backlog.check();
        own.tick();
        rates.tick(now);
    }

    private void expire(String connectionId) {
        Connection connection = connections.get(connectionId);
        if (connection != null) {
            connection.inFlight().expire(nanos.getAsLong());
        }
    }

    /** The instance stopped: nothing ends between ticks any more. */
    public void stop() {
        ends.stop();
    }

    /** The open connection of this id, if it is this instance's. */
    public Connection find(String connectionId) {
        return connections.get(connectionId);
    }

    /** How often this instance refused something to clients. */
    public Refusals refusals() {
        return refusals;
    }

    /** The open connections of this instance. */
    public Collection<Connection> all() {
        return connections.values();
    }

    private Map<String, LocalConnection> ownConnections() {
        Map<String, LocalConnection> all = new HashMap<>();
        connections.forEach((id, connection) ->
                all.put(id, new LocalConnection(Json.text(connection.metadata()), Set.copyOf(connection.rooms()))));
        return all;
    }
}
