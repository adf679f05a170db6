package io.meshws.internal.room;

import io.meshws.Audience;
import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.Rooms;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.OwnerCalls;
import io.meshws.internal.connection.OwnerRequest.JoinRoom;
import io.meshws.internal.connection.OwnerRequest.LeaveAllRooms;
import io.meshws.internal.connection.OwnerRequest.LeaveRoom;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.security.Selector;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
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
import java.util.regex.Pattern;

/** The rooms of all instances, and the local members of each. Thread-safe. */
public final class RoomTable implements Rooms {
    private final Cluster cluster;
    private final OwnerCalls owners;
    private final int maxRooms;
    private final RoomMetadata metadata;
    private final RoomObserver observer;
    private final RoomAccess access;
    private final ConcurrentHashMap<String, Set<Connection>> localMembers = new ConcurrentHashMap<>();

    /**
     * @param observer told of joins and leaves
     */
    public RoomTable(
            MeshConfig config,
            Cluster cluster,
            OwnerCalls owners,
            JsonBinding json,
            RoomObserver observer,
            FailureLog failures) {
        this.access = new RoomAccess(config, failures);
        this.maxRooms = config.get(MeshProperty.MAX_ROOMS);
        this.metadata = new RoomMetadata(config, cluster, json);
        this.cluster = cluster;
        this.owners = owners;
        this.observer = observer;
        owners.perform(
                JoinRoom.class,
                (connection, request) -> connection.stored().change(() -> join(connection, request.room())));
        owners.perform(
                LeaveRoom.class,
                (connection, request) -> connection.stored().change(() -> leave(connection, request.room())));
        owners.perform(
                LeaveAllRooms.class,
                (connection, request) -> connection.stored().change(() -> leaveAll(connection)));
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

    public RoomAccess access() {
        return access;
    }

    @Override
    public void expose(String room, Guard guard) {
        access.chosenForJoining().add(Selector.room(room), guard, null);
    }

    @Override
    public void expose(Pattern rooms, Guard guard) {
        access.chosenForJoining().add(Selector.matching(rooms, "rooms"), guard, null);
    }

    @Override
    public boolean unexpose(String room) {
        return access.joining().remove(Selector.room(room));
    }

    @Override
    public boolean unexpose(Pattern rooms) {
        return access.joining().remove(Selector.matching(rooms, "rooms"));
    }

    @Override
    public void exposeMetadata(String room, Guard guard) {
        access.metadata().add(Selector.room(room), guard, null);
    }

    @Override
    public void exposeMetadata(Pattern rooms, Guard guard) {
        access.metadata().add(Selector.matching(rooms, "rooms"), guard, null);
    }

    @Override
    public boolean unexposeMetadata(String room) {
        return access.metadata().remove(Selector.room(room));
    }

    @Override
    public boolean unexposeMetadata(Pattern rooms) {
        return access.metadata().remove(Selector.matching(rooms, "rooms"));
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
                ErrorCode.EROOMS, "A connection may be in " + maxRooms + " rooms; leave one of them first");
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
            connection.left(room);
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
        return metadata.get(checked(room));
    }

    @Override
    public CompletionStage<Map<String, JsonValue>> allMetadata() {
        return metadata.all();
    }

    @Override
    public CompletionStage<Void> setMetadata(String room, Object value, MergeStrategy strategy) {
        return metadata.set(checked(room), value, Objects.requireNonNull(strategy, "strategy"));
    }

    private void addLocal(String room, Connection connection) {
        connection.joined(room);
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
