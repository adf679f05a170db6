package io.meshws.internal.connection;

import io.meshws.Audience;
import io.meshws.Connections;
import io.meshws.MeshConfig;
import io.meshws.MeshConnection;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.Call;
import io.meshws.internal.cluster.ClusterMessage.Delivery;
import io.meshws.internal.cluster.ConnectionDirectory.OwnConnection;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.OwnerCalls;
import io.meshws.internal.cluster.OwnerOperation;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The connections of this instance, and the way to those of the others. Thread-safe. */
public final class ConnectionTable implements Connections {
    private final Cluster cluster;
    private final OwnerCalls owners;
    private final JsonBinding json;
    private final ClientRequests requests;
    private final ConnectionContext context;
    private final LocalState own;
    private final ConcurrentHashMap<String, Connection> connections = new ConcurrentHashMap<>();
    /** The requests that other instances wait for, by call id, so that they can be cancelled. */
    private final ConcurrentHashMap<String, CompletableFuture<?>> remoteRequests = new ConcurrentHashMap<>();

    /**
     * @param broken told on the executor of a connection that was announced and whose container can send no more; not all
     *     containers say so themselves
     */
    public ConnectionTable(
            MeshConfig config,
            Cluster cluster,
            OwnerCalls owners,
            JsonBinding json,
            ClientRequests requests,
            LongSupplier nanos,
            Executor executor,
            Consumer<Connection> broken) {
        this.cluster = cluster;
        this.owners = owners;
        this.json = json;
        this.requests = requests;
        this.own = new LocalState(cluster, this::ownConnections);
        this.context = new ConnectionContext(
                json,
                requests,
                own,
                new Outbox.Limits(
                        config.outboxMaxMessages(),
                        config.outboxMaxSize(),
                        config.outboxMaxAge().toNanos()),
                config.maxInFlight(),
                config.maxSubscriptions(),
                nanos,
                executor,
                broken,
                System.getLogger("io.meshws.internal.connection"));
        owners.perform(OwnerOperation.REQUEST, this::performRequest);
        owners.perform(OwnerOperation.CANCEL_REQUEST, this::performCancel);
        owners.perform(OwnerOperation.SET_METADATA, this::performSetMetadata);
        owners.perform(OwnerOperation.CLOSE, this::performClose);
    }

    /** A client connected. */
    public Connection open(Handshake handshake, Transport transport) {
        Connection connection = new Connection(ConnectionId.next(cluster.instanceId()), handshake, transport, context);
        connections.put(connection.id(), connection);
        connection.change(() -> cluster.connections().put(connection.id(), "null"));
        return connection;
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
        connections.remove(connection.id());
        connection.changeWhenClosed(
                () -> cluster.connections().remove(connection.id(), new ArrayList<>(connection.rooms())));
        return true;
    }

    /** The store can be reached (again). */
    public void rejoined() {
        own.rewrite();
    }

    /** Ends what is overdue. Called about once a second. */
    public void tick(long now) {
        connections.values().forEach(connection -> connection.tick(now));
        own.tick();
    }

    /** The open connection of this id, if it is this instance's. */
    public Connection find(String connectionId) {
        return connections.get(connectionId);
    }

    /** The open connections of this instance. */
    public Collection<Connection> all() {
        return connections.values();
    }

    @Override
    public Optional<MeshConnection> local(String connectionId) {
        return Optional.ofNullable(find(connectionId));
    }

    @Override
    public Collection<MeshConnection> local() {
        return Collections.unmodifiableCollection(connections.values());
    }

    @Override
    public CompletionStage<Set<String>> ids() {
        return cluster.connections().all().thenApply(all -> new TreeSet<>(all.keySet()));
    }

    @Override
    public CompletionStage<Boolean> send(String connectionId, String event, Object payload) {
        String owner = ConnectionId.ownerOf(connectionId);
        if (owner.equals(cluster.instanceId())) {
            Connection connection = find(connectionId);
            return CompletableFuture.completedFuture(connection != null && connection.send(event, payload));
        }
        if (owner.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        return cluster.bus()
                .sendTo(
                        owner,
                        new Delivery(
                                Audience.connections(connectionId),
                                FrameText.event(BuiltIn.checkApplicationName(event), json.toText(payload))));
    }

    @Override
    public <T> CompletableFuture<T> request(
            String connectionId, String command, Object payload, Type type, Duration timeout) {
        BuiltIn.checkApplicationName(command);
        Connection connection = find(connectionId);
        if (connection != null) {
            return requests.request(connection, command, payload, type, timeout);
        }
        String body = Json.object()
                .add("timeout", timeout.toMillis())
                .add("payload", json.toJson(payload))
                .build()
                .toString();
        // The owner ends it in time; waiting a little longer gets its word for it.
        OwnerCalls.Pending call =
                owners.begin(OwnerOperation.REQUEST, connectionId, command, body, timeout.plus(OwnerCalls.TIMEOUT));
        CompletableFuture<JsonValue> answer = call.result().thenApply(Json::readTrusted);
        answer.whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                call.result().cancel(false);
                owners.call(OwnerOperation.CANCEL_REQUEST, connectionId, call.callId(), null, OwnerCalls.TIMEOUT);
            }
        });
        return requests.typed(answer, type);
    }

    private CompletionStage<String> performRequest(Call call) {
        Connection connection = find(call.connectionId());
        if (connection == null) {
            return CompletableFuture.failedFuture(Connection.gone());
        }
        JsonObject body = Json.readTrusted(call.body()).asJsonObject();
        Duration timeout = body.get("timeout") instanceof JsonNumber millis
                ? Duration.ofMillis(millis.longValue())
                : OwnerCalls.TIMEOUT;
        CompletableFuture<JsonValue> answer =
                requests.ask(connection, call.argument(), body.get("payload").toString(), timeout);
        remoteRequests.put(call.callId(), answer);
        answer.whenComplete((value, failure) -> remoteRequests.remove(call.callId()));
        return answer.thenApply(JsonValue::toString);
    }

    private CompletionStage<String> performCancel(Call call) {
        CompletableFuture<?> request = remoteRequests.get(call.argument());
        if (request != null) {
            request.cancel(false);
        }
        return CompletableFuture.completedFuture("null");
    }

    @Override
    public CompletionStage<Void> close(String connectionId) {
        return owners.call(OwnerOperation.CLOSE, connectionId, null, null, OwnerCalls.TIMEOUT)
                .thenApply(done -> null);
    }

    private CompletionStage<String> performClose(Call call) {
        Connection connection = find(call.connectionId());
        if (connection == null) {
            return CompletableFuture.failedFuture(Connection.gone());
        }
        connection.close(CloseCode.NORMAL);
        return CompletableFuture.completedFuture("null");
    }

    @Override
    public CompletionStage<Optional<JsonValue>> metadata(String connectionId) {
        if (ConnectionId.ownerOf(connectionId).equals(cluster.instanceId())) {
            return CompletableFuture.completedFuture(
                    Optional.ofNullable(find(connectionId)).map(Connection::metadata));
        }
        return cluster.connections().metadata(connectionId).thenApply(text -> text.map(Json::readTrusted));
    }

    @Override
    public CompletionStage<Map<String, JsonValue>> allMetadata() {
        return cluster.connections().all().thenApply(ConnectionTable::parsed);
    }

    @Override
    public CompletionStage<Map<String, JsonValue>> allMetadata(String room) {
        return cluster.rooms()
                .members(room)
                .thenCompose(members -> cluster.connections().metadata(members))
                .thenApply(ConnectionTable::parsed);
    }

    private static Map<String, JsonValue> parsed(Map<String, String> texts) {
        Map<String, JsonValue> values = new HashMap<>();
        texts.forEach((id, text) -> values.put(id, Json.readTrusted(text)));
        return values;
    }

    @Override
    public CompletionStage<Void> setMetadata(String connectionId, Object metadata, MergeStrategy strategy) {
        return owners.call(
                        OwnerOperation.SET_METADATA,
                        connectionId,
                        strategy.wireName(),
                        json.toText(metadata),
                        OwnerCalls.TIMEOUT)
                .thenApply(done -> null);
    }

    private CompletionStage<String> performSetMetadata(Call call) {
        Connection connection = find(call.connectionId());
        if (connection == null) {
            return CompletableFuture.failedFuture(Connection.gone());
        }
        MergeStrategy strategy = MergeStrategy.ofWireName(call.argument()).orElse(MergeStrategy.REPLACE);
        JsonValue written = Json.readTrusted(call.body());
        return connection.change(() -> {
            JsonValue merged = strategy.apply(connection.metadata(), written);
            return cluster.connections().put(connection.id(), merged.toString()).thenApply(done -> {
                connection.metadata(merged);
                return "null";
            });
        });
    }

    private Map<String, OwnConnection> ownConnections() {
        Map<String, OwnConnection> all = new HashMap<>();
        connections.forEach((id, connection) ->
                all.put(id, new OwnConnection(connection.metadata().toString(), Set.copyOf(connection.rooms()))));
        return all;
    }
}
