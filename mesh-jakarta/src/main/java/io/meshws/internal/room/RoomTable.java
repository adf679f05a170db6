package io.meshws.internal.room;

import io.meshws.Audience;
import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.Rooms;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.OwnerCalls;
import io.meshws.internal.connection.OwnerRequest.JoinRoom;
import io.meshws.internal.connection.OwnerRequest.LeaveAllRooms;
import io.meshws.internal.connection.OwnerRequest.LeaveRoom;
import io.meshws.internal.security.ValueLimit;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The rooms of all instances, and the local members of each. Thread-safe. */
public final class RoomTable implements Rooms {
    private final Cluster cluster;
    private final OwnerCalls owners;
    private final JsonBinding json;
    private final int maxRooms;
    private final ValueLimit limit;
    private final RoomObserver observer;
    private final ConcurrentHashMap<String, Set<Connection>> localMembers = new ConcurrentHashMap<>();

    /**
     * @param observer told of joins and leaves
     */
    public RoomTable(MeshConfig config, Cluster cluster, OwnerCalls owners, JsonBinding json, RoomObserver observer) {
        this.maxRooms = config.get(MeshProperty.MAX_ROOMS);
        this.limit = ValueLimit.of(
                "The metadata of a room",
                config.get(MeshProperty.MAX_ROOM_METADATA),
                JsonLimits.ofDepth(config.get(MeshProperty.MAX_DEPTH)));
        this.cluster = cluster;
        this.owners = owners;
        this.json = json;
        this.observer = observer;
        owners.perform(
                JoinRoom.class, (connection, request) -> connection.change(() -> join(connection, request.room())));
        owners.perform(
                LeaveRoom.class, (connection, request) -> connection.change(() -> leave(connection, request.room())));
        owners.perform(LeaveAllRooms.class, (connection, request) -> connection.change(() -> leaveAll(connection)));
    }

    /** The members that are connected to this instance; a live view. */
    public Collection<Connection> localMembers(String room) {
        return localMembers.getOrDefault(room, Set.of());
    }

    /** A client of this instance disconnected; its {@code ConnectionTable} tells the store. */
    public void closed(Connection connection) {
        // The connection keeps its rooms, so that the store can be told of them.
        connection.rooms().forEach(room -> {
            removeFromIndex(room, connection);
            observer.left(connection, room);
        });
    }

    @Override
    public CompletionStage<Boolean> add(String room, String connectionId) {
        return owners.call(required(connectionId), new JoinRoom(checked(room)));
    }

    private CompletionStage<Boolean> join(Connection connection, String room) {
        if (connection.rooms().contains(room)) {
            return CompletableFuture.completedStage(false);
        }
        if (connection.rooms().size() >= maxRooms) {
            return CompletableFuture.failedStage(tooMany());
        }
        return cluster.rooms().join(room, connection.id()).thenCompose(added -> {
            addLocal(room, connection);
            return observer.joined(connection, room).handle((done, failure) -> true);
        });
    }

    private CommandException tooMany() {
        return new CommandException(
                ErrorCode.EBUSY, "A connection may be in " + maxRooms + " rooms; leave one of them first");
    }

    @Override
    public CompletionStage<Boolean> remove(String room, String connectionId) {
        return owners.call(
                required(connectionId),
                new LeaveRoom(checked(room)),
                // The connection has no owner any longer, so anyone who finds it may remove it.
                () -> cluster.rooms().leave(room, connectionId));
    }

    private CompletionStage<Void> leaveAll(Connection connection) {
        CompletionStage<Boolean> all = CompletableFuture.completedStage(true);
        for (String room : Set.copyOf(connection.rooms())) {
            all = all.thenCompose(before -> leave(connection, room));
        }
        return all.thenApply(done -> null);
    }

    private CompletionStage<Boolean> leave(Connection connection, String room) {
        if (!connection.rooms().contains(room)) {
            return CompletableFuture.completedStage(false);
        }
        return cluster.rooms().leave(room, connection.id()).thenCompose(left -> {
            connection.rooms().remove(room);
            removeFromIndex(room, connection);
            return observer.left(connection, room).handle((done, failure) -> true);
        });
    }

    @Override
    public CompletionStage<Boolean> contains(String room, String connectionId) {
        return cluster.rooms().contains(checked(room), required(connectionId));
    }

    @Override
    public CompletionStage<Set<String>> members(String room) {
        return cluster.rooms().members(checked(room));
    }

    @Override
    public CompletionStage<Map<String, JsonValue>> membersWithMetadata(String room) {
        return members(room)
                .thenCompose(members -> cluster.connections().metadata(members).thenApply(texts -> {
                    Map<String, JsonValue> values = new HashMap<>();
                    members.forEach(id -> values.put(id, Json.readTrusted(texts.getOrDefault(id, "null"))));
                    return values;
                }));
    }

    @Override
    public CompletionStage<Set<String>> roomsOf(String connectionId) {
        return cluster.rooms().roomsOf(required(connectionId));
    }

    @Override
    public CompletionStage<Set<String>> names() {
        return cluster.rooms().all();
    }

    @Override
    public CompletionStage<Void> removeFromAll(String connectionId) {
        return owners.call(required(connectionId), new LeaveAllRooms());
    }

    @Override
    public CompletionStage<Void> removeAll(String room) {
        return members(room)
                .thenCompose(members -> CompletableFuture.allOf(members.stream()
                        .map(member -> remove(room, member).toCompletableFuture())
                        .toArray(CompletableFuture[]::new)));
    }

    @Override
    public CompletionStage<Void> clear(String room) {
        return removeAll(room).thenCompose(done -> cluster.rooms().setMetadata(room, Optional.empty()));
    }

    @Override
    public CompletionStage<Optional<JsonValue>> metadata(String room) {
        return cluster.rooms().metadata(checked(room)).thenApply(text -> text.map(Json::readTrusted));
    }

    @Override
    public CompletionStage<Map<String, JsonValue>> allMetadata() {
        return cluster.rooms().allMetadata().thenApply(texts -> {
            Map<String, JsonValue> values = new HashMap<>();
            texts.forEach((room, text) -> values.put(room, Json.readTrusted(text)));
            return values;
        });
    }

    @Override
    public CompletionStage<Void> setMetadata(String room, Object metadata, MergeStrategy strategy) {
        checked(room);
        Objects.requireNonNull(strategy, "strategy");
        JsonValue written = json.toJson(metadata);
        return Attempt.of(() -> {
            // A value that is refused on its own is refused after a merge too, because merging only adds to it.
            String text = limit.text(written);
            return strategy == MergeStrategy.REPLACE
                    ? cluster.rooms()
                            .setMetadata(room, Optional.of(text).filter(given -> !written.equals(JsonValue.NULL)))
                    : mergeMetadata(room, written, strategy);
        });
    }

    private CompletionStage<Void> mergeMetadata(String room, JsonValue written, MergeStrategy strategy) {
        return cluster.rooms()
                .metadata(room)
                .thenCompose(old -> {
                    JsonValue merged = strategy.apply(old.map(Json::readTrusted).orElse(JsonValue.NULL), written);
                    return cluster.rooms().replaceMetadata(room, old, Optional.of(limit.text(merged)));
                })
                // Another write came between: that is progress, so this ends.
                .thenCompose(replaced ->
                        replaced ? CompletableFuture.completedStage(null) : mergeMetadata(room, written, strategy));
    }

    private void addLocal(String room, Connection connection) {
        connection.rooms().add(room);
        localMembers.compute(room, (name, members) -> {
            Set<Connection> set = members == null ? ConcurrentHashMap.newKeySet() : members;
            set.add(connection);
            return set;
        });
        // The connection may have closed while the store was asked; its clean-up then ran before this.
        if (!connection.isOpen()) {
            removeFromIndex(room, connection);
        }
    }

    private void removeFromIndex(String room, Connection connection) {
        localMembers.computeIfPresent(room, (name, members) -> {
            members.remove(connection);
            return members.isEmpty() ? null : members;
        });
    }

    private static String required(String connectionId) {
        return Objects.requireNonNull(connectionId, "connectionId");
    }

    private static String checked(String room) {
        return Audience.room(room).room();
    }
}
