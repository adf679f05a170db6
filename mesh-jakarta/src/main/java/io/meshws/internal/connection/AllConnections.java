package io.meshws.internal.connection;

import io.meshws.Audience;
import io.meshws.Connections;
import io.meshws.MeshConfig;
import io.meshws.MeshConnection;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.Call;
import io.meshws.internal.cluster.ClusterMessage.Delivery;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.OwnerCalls;
import io.meshws.internal.cluster.OwnerDeliveries;
import io.meshws.internal.cluster.OwnerOperation;
import io.meshws.internal.host.AppStages;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The connections of all instances: those of this one at hand, the others through the instances that own them. Thread-safe. */
public final class AllConnections implements Connections {
    private static final String NOBODY = "0";

    private final Cluster cluster;
    private final OwnerCalls owners;
    private final OwnerDeliveries deliveries;
    private final ConnectionTable own;
    private final JsonBinding json;
    private final ClientRequests requests;
    private final ConnectionMetadata metadata;
    /** The requests that other instances wait for, by call id, so that they can be cancelled. */
    private final ConcurrentHashMap<String, CompletableFuture<?>> remoteRequests = new ConcurrentHashMap<>();

    public AllConnections(
            MeshConfig config,
            Cluster cluster,
            OwnerCalls owners,
            ConnectionTable own,
            JsonBinding json,
            ClientRequests requests,
            AppStages stages) {
        this.cluster = cluster;
        this.owners = owners;
        this.deliveries = new OwnerDeliveries(cluster);
        this.own = own;
        this.json = json;
        this.requests = requests;
        this.metadata = new ConnectionMetadata(config, cluster, owners, own, json, stages);
        owners.perform(OwnerOperation.REQUEST, this::performRequest);
        owners.perform(OwnerOperation.CANCEL_REQUEST, this::performCancel);
        owners.perform(OwnerOperation.CLOSE, this::performClose);
        owners.perform(OwnerOperation.CLOSE_SEVERAL, this::performCloseSeveral);
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
                    connection.sendFrame(frame);
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
        long millis = TimeUnit.MILLISECONDS.convert(timeout);
        String body = Json.object()
                .add("timeout", millis)
                .add("payload", json.toJson(payload))
                .build()
                .toString();
        // The owner ends it in time; waiting a little longer gets its word for it.
        OwnerCalls.Pending call = owners.begin(
                OwnerOperation.REQUEST,
                connectionId,
                command,
                body,
                Duration.ofMillis(millis).plus(OwnerCalls.TIMEOUT));
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
        Connection connection = own.find(call.connectionId());
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
        return owners.call(OwnerOperation.CLOSE, required(connectionId), null, null, OwnerCalls.TIMEOUT)
                .thenApply(done -> null);
    }

    private CompletionStage<String> performClose(Call call) {
        return closeOwn(call.connectionId())
                ? CompletableFuture.completedFuture("null")
                : CompletableFuture.failedFuture(Connection.gone());
    }

    @Override
    public CompletionStage<Integer> closeWhere(Predicate<? super JsonValue> condition) {
        return findWhere(condition).thenCompose(found -> {
            List<CompletableFuture<Integer>> closed =
                    OwnerDeliveries.byOwner(found.keySet(), Set.of()).entrySet().stream()
                            .map(entry -> closeSeveral(entry.getKey(), entry.getValue()))
                            .toList();
            return CompletableFuture.allOf(closed.toArray(CompletableFuture[]::new))
                    .thenApply(done ->
                            closed.stream().mapToInt(CompletableFuture::join).sum());
        });
    }

    private CompletableFuture<Integer> closeSeveral(String owner, Set<String> ids) {
        JsonArrayBuilder body = Json.array();
        ids.forEach(body::add);
        return owners.callOwner(
                        OwnerOperation.CLOSE_SEVERAL, owner, body.build().toString(), OwnerCalls.TIMEOUT)
                // Nobody is left to close what it had.
                .handle((count, failure) -> Connection.isGone(failure)
                        ? CompletableFuture.completedFuture(NOBODY)
                        : failure == null
                                ? CompletableFuture.completedFuture(count)
                                : CompletableFuture.<String>failedFuture(failure))
                .thenCompose(stage -> stage)
                .thenApply(Integer::valueOf);
    }

    private CompletionStage<String> performCloseSeveral(Call call) {
        long closed = Json.readTrusted(call.body()).asJsonArray().getValuesAs(JsonString::getString).stream()
                .filter(this::closeOwn)
                .count();
        return CompletableFuture.completedFuture(Long.toString(closed));
    }

    /** @return whether it is open */
    private boolean closeOwn(String connectionId) {
        Connection connection = own.find(connectionId);
        if (connection != null) {
            connection.close(CloseCode.NORMAL);
        }
        return connection != null;
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
