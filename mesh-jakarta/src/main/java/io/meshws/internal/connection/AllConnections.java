package io.meshws.internal.connection;

import io.meshws.Audience;
import io.meshws.ClusterUnavailableException;
import io.meshws.Connections;
import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.MeshConnection;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.Delivery;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.OwnerDeliveries;
import io.meshws.internal.connection.OwnerRequest.AskClient;
import io.meshws.internal.connection.OwnerRequest.Close;
import io.meshws.internal.connection.OwnerRequest.CloseSeveral;
import io.meshws.internal.connection.OwnerRequest.CloseUser;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * The connections of all instances: this instance's directly, the others through the instances that own them.
 * Thread-safe.
 */
public final class AllConnections implements Connections {
    private final Cluster cluster;
    private final OwnerCalls owners;
    private final OwnerDeliveries deliveries;
    private final ConnectionTable own;
    private final Logouts logouts;
    private final JsonBinding json;
    private final ClientRequests requests;
    private final ConnectionMetadata metadata;
    private final MetadataAccess access;

    public AllConnections(
            MeshConfig config,
            Cluster cluster,
            OwnerCalls owners,
            ConnectionTable own,
            Logouts logouts,
            JsonBinding json,
            ClientRequests requests,
            AppStages stages,
            FailureLog failures) {
        this.access = new MetadataAccess(config, failures, stages);
        this.cluster = cluster;
        this.owners = owners;
        this.deliveries = new OwnerDeliveries(cluster);
        this.own = own;
        this.logouts = logouts;
        this.json = json;
        this.requests = requests;
        this.metadata = new ConnectionMetadata(config, cluster, owners, own, json, stages);
        owners.perform(
                AskClient.class,
                (connection, ask) -> requests.ask(connection, ask.command(), Json.text(ask.payload()), ask.within()));
        owners.perform(Close.class, (connection, request) -> {
            connection.close();
            return CompletableFuture.completedStage(null);
        });
        owners.perform(CloseSeveral.class, this::closeLocal);
        owners.perform(CloseUser.class, request -> CompletableFuture.completedStage(closeLocal(request.user())));
    }

    private static String required(String connectionId) {
        return Objects.requireNonNull(connectionId, "connectionId");
    }

    @Override
    public Optional<MeshConnection> local(String connectionId) {
        return Optional.ofNullable(own.find(required(connectionId)));
    }

    @Override
    public Collection<MeshConnection> local() {
        return Collections.unmodifiableCollection(own.all());
    }

    @Override
    public CompletionStage<Set<String>> ids() {
        return cluster.connections().select(any -> Optional.of(true)).thenApply(all -> new TreeSet<>(all.keySet()));
    }

    @Override
    public CompletionStage<Boolean> send(String connectionId, String event, Object payload) {
        String owner = ConnectionId.ownerOf(required(connectionId));
        BuiltIn.checkApplicationName(event);
        if (owner.equals(cluster.instanceId())) {
            Connection connection = own.find(connectionId);
            return CompletableFuture.completedFuture(connection != null && connection.send(event, payload));
        }
        if (owner.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        return cluster.bus()
                .sendTo(
                        owner,
                        new Delivery(Audience.connections(connectionId), FrameText.event(event, json.toText(payload))));
    }

    @Override
    public CompletionStage<Integer> sendWhere(Predicate<? super JsonValue> condition, String event, Object payload) {
        String frame = FrameText.event(BuiltIn.checkApplicationName(event), json.toText(payload));
        return findWhere(condition).thenCompose(found -> {
            for (String id : found.keySet()) {
                Connection connection = own.find(id);
                if (connection != null) {
                    connection.sendShared(frame);
                }
            }
            return deliveries
                    .send(new Delivery(Audience.connections(found.keySet()), frame))
                    .thenApply(done -> found.size());
        });
    }

    @Override
    public <T> CompletableFuture<T> request(
            String connectionId, String command, Object payload, Type type, Duration timeout) {
        BuiltIn.checkApplicationName(command);
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(timeout, "timeout");
        Connection connection = own.find(required(connectionId));
        if (connection != null) {
            return requests.request(connection, command, payload, type, timeout);
        }
        return requests.typed(owners.call(connectionId, new AskClient(command, json.toJson(payload), timeout)), type);
    }

    @Override
    public CompletionStage<Void> close(String connectionId) {
        return owners.call(required(connectionId), new Close());
    }

    @Override
    public CompletionStage<Integer> closeWhere(Predicate<? super JsonValue> condition) {
        return findWhere(condition).thenCompose(found -> {
            List<CompletableFuture<Integer>> closed =
                    OwnerDeliveries.byOwner(found.keySet(), Set.of()).entrySet().stream()
                            .map(entry -> closeSeveral(entry.getKey(), entry.getValue()))
                            .toList();
            return sum(closed);
        });
    }

    @Override
    public CompletionStage<Integer> closeUser(String user) {
        Objects.requireNonNull(user, "user");
        // At once, and even if the others cannot be reached.
        int here = closeLocal(user);
        return cluster.instances().living().thenCompose(living -> {
            List<CompletableFuture<Integer>> closed = living.stream()
                    .filter(instance -> !instance.equals(cluster.instanceId()))
                    .map(instance -> owners.callOwner(instance, new CloseUser(user), AllConnections::unheard)
                            .toCompletableFuture())
                    .toList();
            return sum(closed).thenApply(elsewhere -> here + elsewhere);
        });
    }

    /** An instance that doesn't listen may still have clients, until its lease is over. */
    private static <T> CompletionStage<T> unheard() {
        return CompletableFuture.failedStage(new ClusterUnavailableException(
                "An instance could not be told; the user's connections there may still be open"));
    }

    private static CompletableFuture<Integer> sum(List<CompletableFuture<Integer>> numbers) {
        return CompletableFuture.allOf(numbers.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        numbers.stream().mapToInt(CompletableFuture::join).sum());
    }

    private int closeLocal(String user) {
        logouts.add(user);
        List<Connection> open = own.all().stream()
                .filter(connection -> connection
                        .principal()
                        .filter(known -> known.getName().equals(user))
                        .isPresent())
                .toList();
        open.forEach(connection -> connection.refuse(CloseCode.NOT_SIGNED_IN));
        return open.size();
    }

    private CompletableFuture<Integer> closeSeveral(String owner, Set<String> ids) {
        // If the owner is gone, its connections are gone too.
        return owners.callOwner(owner, new CloseSeveral(ids), () -> CompletableFuture.completedStage(0))
                .toCompletableFuture();
    }

    private CompletionStage<Integer> closeLocal(CloseSeveral request) {
        List<Connection> open = request.connectionIds().stream()
                .map(own::find)
                .filter(Objects::nonNull)
                .toList();
        open.forEach(Connection::close);
        return CompletableFuture.completedStage(open.size());
    }

    /** The access of clients to metadata. */
    public MetadataAccess access() {
        return access;
    }

    @Override
    public void exposeMetadata(Guard guard) {
        access.allowReading(guard);
    }

    @Override
    public boolean unexposeMetadata() {
        return access.refuseReading();
    }

    @Override
    public void exposeOwnMetadata(Guard guard) {
        access.allowWriting(guard);
    }

    @Override
    public boolean unexposeOwnMetadata() {
        return access.refuseWriting();
    }

    @Override
    public CompletionStage<Optional<JsonValue>> metadata(String connectionId) {
        return metadata.get(required(connectionId));
    }

    @Override
    public CompletionStage<Map<String, JsonValue>> findWhere(Predicate<? super JsonValue> condition) {
        return metadata.where(Objects.requireNonNull(condition, "condition"));
    }

    @Override
    public CompletionStage<Void> setMetadata(String connectionId, Object value, MergeStrategy strategy) {
        return metadata.set(required(connectionId), value, Objects.requireNonNull(strategy, "strategy"));
    }
}
