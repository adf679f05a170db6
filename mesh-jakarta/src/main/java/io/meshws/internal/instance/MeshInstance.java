package io.meshws.internal.instance;

import io.meshws.Authenticator;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.Transport;
import io.meshws.internal.event.EventTable;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.Environment;
import io.meshws.internal.identity.HandshakeRefused;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.binding.JsonBinding;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * One instance: its life, and the endpoint's calls to it. The application injects it through {@link ServerFacade}.
 * Thread-safe.
 *
 * <p>The endpoint calls {@link #opened}, then {@link #text} and {@link #binary}, one at a time for a connection, then
 * {@link #closed} once.
 */
public final class MeshInstance extends ServerFacade {
    /** RFC 6455's code for a connection that ended without a close frame. */
    private static final int ABNORMAL_CLOSURE = 1006;

    private final MeshConfig config;
    private final Cluster cluster;
    private final Features features;
    private final Executor executor;
    private volatile boolean stopping;

    public MeshInstance(
            MeshConfig config,
            Cluster cluster,
            JsonBinding json,
            CommandScope scope,
            InstanceObserver observer,
            Optional<Authenticator> authenticator,
            Environment environment) {
        this.config = config;
        this.cluster = cluster;
        this.executor = environment.workers();
        this.features = new Features(
                config,
                cluster,
                json,
                scope,
                observer,
                authenticator,
                environment,
                this::broken,
                this::notResponding,
                this::signedIn);
    }

    /**
     * Begins to connect to the cluster and returns at once.
     *
     * @return a stage that completes when the first attempt to join has ended, successfully or not
     */
    public CompletionStage<Void> start() {
        return cluster.start(features.receiver()).thenCompose(joined -> features.events.listening());
    }

    /**
     * Closes every connection with the going-away code, over {@code mesh.shutdown-drain} at most, and leaves the
     * cluster.
     */
    public CompletionStage<Void> stop() {
        stopping = true;
        features.reception.stop();
        features.pace.late().stop();
        return GracefulShutdown.begin(features.connections, config.get(MeshProperty.SHUTDOWN_DRAIN), executor)
                .handle((done, failure) -> null)
                .thenCompose(done -> features.presence.stop().handle((left, failure) -> null))
                .thenCompose(done -> features.names.stop().handle((left, failure) -> null))
                .thenCompose(done -> features.records.stop().handle((saved, failure) -> null))
                .thenCompose(done -> features.channels.log().stop().handle((saved, failure) -> null))
                .thenCompose(done -> cluster.stop())
                .whenComplete((done, failure) -> {
                    features.events.stop();
                    features.connections.stop();
                    features.owners.stop();
                    features.signIn.stop();
                    features.failures.flush();
                });
    }

    /**
     * A client wants to connect; waits for the application.
     *
     * @throws HandshakeRefused if the application refuses it
     */
    public Handshake check(Handshake handshake) {
        return features.reception.handshakes().check(handshake);
    }

    /** A client connected: it gets its id; once it is signed in, if it has to be, the application is told. */
    public Connection opened(Handshake handshake, Transport transport) {
        return features.reception.open(handshake, transport, stopping);
    }

    private void signedIn(Connection connection) {
        features.reception.letIn(connection);
        if (stopping) {
            connection.close(CloseCode.GOING_AWAY);
        }
    }

    /** A sign of life, even if it's only a part of a frame. */
    public void heard(Connection connection) {
        features.attention.reading();
        // Frames of a refused client don't keep it: it may not read the end of the connection.
        if (!connection.isRefused()) {
            connection.pulse().heard();
        }
    }

    /** Runs what reads from clients on a thread that isn't the container's. */
    public void readAside(Runnable reading) {
        features.attention.aside(reading);
    }

    public void text(Connection connection, String frame) {
        heard(connection);
        // The container may still read from a connection that was considered dead.
        if (connection.isOpen() && !connection.isRefused()) {
            features.frames.text(connection, frame);
        }
    }

    /** Whether bytes of this client are read: it has a pipe that they may go through. */
    public boolean takesBytes(Connection connection) {
        return features.pipes.has(connection);
    }

    /** @param frame a {@link io.meshws.protocol.BinaryFrame}; null if it wasn't read */
    public void binary(Connection connection, String frame) {
        heard(connection);
        if (connection.isOpen() && !connection.isRefused()) {
            features.frames.binary(connection, frame);
        }
    }

    /** The container reports the end of a connection, with the WebSocket close code. */
    public void closed(Connection connection, int code, String reason) {
        features.reception.closed(connection, () -> features.clients.closed(connection, code, reason));
    }

    /** Like {@link #closed}, on a thread that others wait for, such as one that sends to the client. */
    public void closedMeanwhile(Connection connection, int code, String reason) {
        features.reception.closed(connection, () -> features.clients.closedMeanwhile(connection, code, reason));
    }

    private void notResponding(Connection connection) {
        closedMeanwhile(connection, CloseCode.NOT_RESPONDING.number(), CloseCode.NOT_RESPONDING.reason());
        connection.abort(CloseCode.NOT_RESPONDING);
    }

    private void broken(Connection connection) {
        // Before a container that is asked to close reports that as the reason.
        closed(connection, ABNORMAL_CLOSURE, "");
        connection.abort(CloseCode.SERVER_ERROR);
    }

    /** Ends everything that is overdue; to be called about once a second, by one thread at a time. Never throws. */
    public void tick() {
        features.tick();
    }

    /** Ends a client's subscription to a record, as if the client had asked for that. */
    public void unsubscribeRecord(Connection connection, String recordId) {
        features.records.unsubscribe(connection, recordId);
    }

    /** The log of failures that clients can cause again and again. */
    public FailureLog failures() {
        return features.failures;
    }

    public MeshConfig config() {
        return config;
    }

    public CommandRegistry registry() {
        return features.commands;
    }

    /** Events as CDI observers see them. */
    public EventTable eventTable() {
        return features.events;
    }

    /** Sets the description of this instance for others. */
    public void describe(Self self) {
        features.neighbours.describe(self);
    }

    @Override
    Features features() {
        return features;
    }

    @Override
    Cluster cluster() {
        return cluster;
    }
}
