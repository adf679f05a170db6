package io.meshws.internal.room;

import io.meshws.Audience;
import io.meshws.InvalidNameException;
import io.meshws.MeshConnection;
import io.meshws.MeshServer;
import io.meshws.RecordSnapshot;
import io.meshws.RoomHandle;
import io.meshws.RoomState;
import io.meshws.protocol.Change;
import io.meshws.protocol.MergeStrategy;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The words of a room, said to the facades of the application. Immutable. */
public record NamedRoom(MeshServer mesh, String name) implements RoomHandle, RoomState {
    public NamedRoom {
        InvalidNameException.check("room name", name);
    }

    @Override
    public CompletionStage<Boolean> join(String connectionId) {
        return mesh.rooms().add(name, connectionId);
    }

    @Override
    public CompletionStage<Boolean> join(MeshConnection connection) {
        return mesh.rooms().add(name, connection);
    }

    @Override
    public CompletionStage<Boolean> leave(String connectionId) {
        return mesh.rooms().remove(name, connectionId);
    }

    @Override
    public CompletionStage<Boolean> leave(MeshConnection connection) {
        return mesh.rooms().remove(name, connection);
    }

    @Override
    public CompletionStage<Boolean> has(String connectionId) {
        return mesh.rooms().contains(name, connectionId);
    }

    @Override
    public CompletionStage<Boolean> has(MeshConnection connection) {
        return has(id(connection));
    }

    @Override
    public CompletionStage<Integer> size() {
        return members().thenApply(Set::size);
    }

    @Override
    public CompletionStage<Set<String>> members() {
        return mesh.rooms().members(name);
    }

    @Override
    public CompletionStage<Void> emit(String event, Object payload) {
        return mesh.broadcastRoom(name, event, payload);
    }

    @Override
    public CompletionStage<Void> emitExcept(String connectionId, String event, Object payload) {
        Objects.requireNonNull(connectionId, "connectionId");
        return mesh.broadcast(Audience.room(name).except(connectionId), event, payload);
    }

    @Override
    public CompletionStage<Void> emitExcept(MeshConnection connection, String event, Object payload) {
        return emitExcept(id(connection), event, payload);
    }

    @Override
    public CompletionStage<Boolean> emitTo(String connectionId, String event, Object payload) {
        Objects.requireNonNull(event, "event");
        return has(connectionId)
                .thenCompose(member -> member
                        ? mesh.connections().send(connectionId, event, payload)
                        : CompletableFuture.completedStage(false));
    }

    @Override
    public CompletionStage<Boolean> emitTo(MeshConnection connection, String event, Object payload) {
        return emitTo(id(connection), event, payload);
    }

    @Override
    public RoomState state() {
        return this;
    }

    @Override
    public CompletionStage<Void> delete() {
        return mesh.rooms().clear(name).thenCompose(cleared -> clear()).thenApply(deleted -> null);
    }

    @Override
    public String recordId() {
        return name;
    }

    @Override
    public CompletionStage<RecordSnapshot> get() {
        return mesh.records().get(name);
    }

    @Override
    public CompletionStage<Long> write(Object value) {
        return mesh.records().write(name, value);
    }

    @Override
    public CompletionStage<Long> write(Object value, MergeStrategy strategy) {
        return mesh.records().write(name, value, strategy);
    }

    @Override
    public CompletionStage<RecordSnapshot> change(Change... changes) {
        return mesh.records().change(name, changes);
    }

    @Override
    public <T> CompletionStage<RecordSnapshot> update(
            Class<T> type, Function<? super Optional<T>, ? extends T> function) {
        return mesh.records().update(name, type, function);
    }

    @Override
    public <T> CompletionStage<RecordSnapshot> updateExisting(
            Class<T> type, Function<? super T, ? extends T> function) {
        return mesh.records().updateExisting(name, type, function);
    }

    @Override
    public CompletionStage<Boolean> clear() {
        return mesh.records().delete(name);
    }

    private static String id(MeshConnection connection) {
        return Objects.requireNonNull(connection, "connection").id();
    }
}
