package io.meshws.internal.connection;

import io.meshws.MeshConfig;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.connection.OwnerRequest.SetMetadata;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.security.ValueLimit;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * The metadata of the connections of all instances. Only the owner writes a connection's metadata, one write after the
 * other. It's read from the store, or from memory if the connection belongs to this instance. Thread-safe.
 */
final class ConnectionMetadata {
    private final Cluster cluster;
    private final OwnerCalls owners;
    private final ConnectionTable connections;
    private final JsonBinding json;
    private final ValueLimit limit;
    private final Executor conditions;

    ConnectionMetadata(
            MeshConfig config,
            Cluster cluster,
            OwnerCalls owners,
            ConnectionTable connections,
            JsonBinding json,
            AppStages stages) {
        this.conditions = stages.executor("a condition on metadata");
        this.cluster = cluster;
        this.owners = owners;
        this.connections = connections;
        this.json = json;
        this.limit = ValueLimit.ofConnectionMetadata(config);
        owners.perform(SetMetadata.class, this::set);
    }

    /** JSON null if none was set, empty if there is no such connection. */
    CompletionStage<Optional<JsonValue>> get(String connectionId) {
        if (ConnectionId.ownerOf(connectionId).equals(cluster.instanceId())) {
            return CompletableFuture.completedFuture(
                    Optional.ofNullable(connections.find(connectionId)).map(Connection::metadata));
        }
        return cluster.connections().metadata(connectionId).thenApply(text -> text.map(Json::readTrusted));
    }

    /** The metadata by connection id, as the store has it. */
    CompletionStage<Map<String, JsonValue>> where(Predicate<? super JsonValue> condition) {
        return cluster.connections()
                .select(text -> Optional.of(Json.readTrusted(text)).filter(condition), conditions);
    }

    CompletionStage<Void> set(String connectionId, Object metadata, MergeStrategy strategy) {
        JsonValue written = json.toJson(metadata);
        return Attempt.of(() -> {
            // Metadata that is refused on its own is refused after a merge too, because merging only adds to it.
            limit.text(written);
            return owners.call(connectionId, new SetMetadata(written, strategy));
        });
    }

    private CompletionStage<Void> set(Connection connection, SetMetadata request) {
        return connection.stored().change(() -> {
            JsonValue merged = request.strategy().apply(connection.metadata(), request.metadata());
            return cluster.connections()
                    .put(connection.id(), limit.text(merged))
                    .thenRun(() -> connection.metadata(merged));
        });
    }
}
