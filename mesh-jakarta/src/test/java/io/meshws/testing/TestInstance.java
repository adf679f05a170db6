package io.meshws.testing;

import io.meshws.Authenticator;
import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import io.meshws.InstanceGone;
import io.meshws.InstanceJoined;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.NameFreed;
import io.meshws.NameTaken;
import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.Transport;
import io.meshws.internal.host.Environment;
import io.meshws.internal.instance.InstanceObserver;
import io.meshws.internal.instance.MeshInstance;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.bind.JsonbBuilder;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One instance as a deployment builds it, without the container: the test is the clock and the clients. */
public final class TestInstance implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofMillis(100);

    public final ManualClock clock = new ManualClock();
    public final List<ConnectionOpened> opened = new CopyOnWriteArrayList<>();
    public final List<ConnectionClosed> closed = new CopyOnWriteArrayList<>();
    public final List<RecordChanged> recordsChanged = new CopyOnWriteArrayList<>();
    public final List<RecordRemoved> recordsRemoved = new CopyOnWriteArrayList<>();
    /** Names that this instance took and freed. */
    public final List<Object> names = new CopyOnWriteArrayList<>();
    /** Those that joined and those that are gone. */
    public final List<Object> instances = new CopyOnWriteArrayList<>();
    /** Called when a connection opened or closed, a record changed or an instance joined, before that is added to the lists. */
    public volatile Consumer<Object> observer = event -> {};

    public final MeshInstance mesh;
    private final List<String> unreadable = new CopyOnWriteArrayList<>();

    /** Workers run their tasks on the calling thread. */
    public TestInstance(Cluster cluster, MeshConfig config) {
        this(cluster, config, Runnable::run);
    }

    public TestInstance(Cluster cluster, MeshConfig config, Executor workers) {
        this(cluster, config, workers, null);
    }

    /** @param authenticator null if there is none */
    public TestInstance(Cluster cluster, MeshConfig config, Executor workers, Authenticator authenticator) {
        mesh = new MeshInstance(
                ofTest(config),
                cluster,
                new JsonBinding(JsonbBuilder.create()),
                CommandScope.NONE,
                new InstanceObserver() {
                    @Override
                    public void opened(ConnectionOpened event) {
                        observer.accept(event);
                        opened.add(event);
                    }

                    @Override
                    public void closed(ConnectionClosed event) {
                        observer.accept(event);
                        closed.add(event);
                    }

                    @Override
                    public boolean seesInstances() {
                        return true;
                    }

                    @Override
                    public void joined(InstanceJoined event) {
                        observer.accept(event);
                        instances.add(event);
                    }

                    @Override
                    public void gone(InstanceGone event) {
                        instances.add(event);
                    }

                    @Override
                    public boolean isHeard() {
                        return true;
                    }

                    @Override
                    public void changed(RecordChanged event) {
                        observer.accept(event);
                        recordsChanged.add(event);
                    }

                    @Override
                    public void taken(NameTaken event) {
                        observer.accept(event);
                        names.add(event);
                    }

                    @Override
                    public void freed(NameFreed event) {
                        names.add(event);
                    }

                    @Override
                    public void removed(RecordRemoved event) {
                        recordsRemoved.add(event);
                    }
                },
                Optional.ofNullable(authenticator),
                new Environment(workers, clock, clock));
        mesh.start();
    }

    /** The configuration, but unless the test says for how long, nobody waits at the end for clients that don't read. */
    private static MeshConfig ofTest(MeshConfig config) {
        Duration byDefault = MeshConfig.builder().build().get(MeshProperty.SHUTDOWN_DRAIN);
        if (!config.get(MeshProperty.SHUTDOWN_DRAIN).equals(byDefault)) {
            return config;
        }
        MeshConfig.Builder own = MeshConfig.builder();
        MeshProperty.all().forEach(property -> set(own, property, config));
        return own.set(MeshProperty.SHUTDOWN_DRAIN, DRAIN).build();
    }

    private static <T> void set(MeshConfig.Builder own, MeshProperty<T> property, MeshConfig config) {
        config.find(property).ifPresent(value -> own.set(property, value));
    }

    /** With the Redis of the configuration, and connected to it. */
    public static TestInstance onRedis(MeshConfig config) {
        return onRedis(config, Runnable::run);
    }

    public static TestInstance onRedis(MeshConfig config, Executor workers) {
        return onRedis(config, workers, null);
    }

    public static TestInstance onRedis(MeshConfig config, Executor workers, Authenticator authenticator) {
        return connected(new TestInstance(Clusters.redis(config), config, workers, authenticator));
    }

    /** As above, for an application with this context path. */
    public static TestInstance onRedis(MeshConfig config, String contextPath) {
        return connected(new TestInstance(Clusters.redis(config, contextPath), config));
    }

    /** As above, but every message of Redis comes late to it. */
    public static TestInstance alwaysLate(MeshConfig config) {
        return connected(new TestInstance(Clusters.alwaysLate(config), config));
    }

    /** With the Redis of the configuration, which need not be there yet. */
    public static TestInstance onAbsentRedis(MeshConfig config) {
        return new TestInstance(Clusters.redis(config), config);
    }

    private static TestInstance connected(TestInstance instance) {
        Eventually.holds(instance.mesh::isClusterAvailable);
        return instance;
    }

    /** Waits as {@link Eventually#holds} does, with ticks: the next tick retries operations that failed while Redis was away. */
    public static void eventually(BooleanSupplier condition, TestInstance... instances) {
        Eventually.holds(() -> {
            for (TestInstance instance : instances) {
                instance.mesh.tick();
            }
            return condition.getAsBoolean();
        });
    }

    /**
     * Waits, with ticks, until an attempt ends with true; the next one begins when the one before has ended otherwise. An
     * attempt may itself wait for ticks.
     */
    public static void succeeds(Supplier<CompletionStage<Boolean>> attempt, TestInstance... instances) {
        eventually(attempts(attempt), instances);
    }

    /** Whether an attempt has ended with true, as a condition that begins the next one when the one before has ended otherwise. */
    public static BooleanSupplier attempts(Supplier<CompletionStage<Boolean>> attempt) {
        AtomicReference<CompletableFuture<Boolean>> last = new AtomicReference<>();
        return () -> {
            CompletableFuture<Boolean> tried = last.get();
            if (tried == null || tried.isDone() && !tried.join()) {
                tried = attempt.get().exceptionally(failure -> false).toCompletableFuture();
                last.set(tried);
            }
            return tried.isDone() && tried.join();
        };
    }

    public TestClient connect() {
        return connect(Map.of());
    }

    public TestClient connect(Map<String, List<String>> headers) {
        return connect(mesh.check(handshake("192.0.2.1", headers, Optional.empty())));
    }

    /** A client at this address, whom the server authenticated. */
    public TestClient connect(String address, Principal user) {
        return connect(mesh.check(handshake(address, Map.of(), Optional.of(user))));
    }

    /** After the handshake. */
    public TestClient connect(Handshake handshake) {
        return new TestClient(mesh, handshake, unreadable);
    }

    public static Handshake handshake(String address, Map<String, List<String>> headers, Optional<Principal> user) {
        return new Handshake("/mesh", address, headers, Map.of("q", List.of("1")), user);
    }

    /** The frames that clients were sent and couldn't read, with the reason. */
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    public Connection connect(Transport transport) {
        return mesh.opened(new Handshake("/mesh", "192.0.2.1", Map.of(), Map.of(), Optional.empty()), transport);
    }

    /** A client whose peer vanished silently: the container never completes a close. */
    public TestClient connectStuck() {
        TestClient client = connect();
        client.getsStuck();
        return client;
    }

    /** Begins to stop; {@link Departures} has it stopped in the end. */
    public void leave() {
        Departures.add(mesh.stop());
    }

    @Override
    public void close() {
        Eventually.get(mesh.stop());
    }
}
