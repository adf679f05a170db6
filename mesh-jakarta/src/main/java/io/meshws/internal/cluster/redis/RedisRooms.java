package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.RoomDirectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One member set a room and instance, and the set of the room's instances beside it, which both change in one script:
 * so a join is seen by the bus once it is done. What a connection's instance holds of its rooms is in another slot; it is
 * written before a join and after a leave, so that it always names what has to be cleaned up. Thread-safe.
 */
final class RedisRooms implements RoomDirectory {
    private final Scripts scripts;
    private final Keys keys;

    RedisRooms(Scripts scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    @Override
    public CompletionStage<Boolean> join(String room, String connectionId, Set<String> rooms) {
        String owner = ConnectionId.ownerOf(connectionId);
        return writeRooms(owner, connectionId, rooms)
                .thenCompose(done -> isOne(Script.JOIN, roomKeys(room, owner), List.of(owner, connectionId)));
    }

    @Override
    public CompletionStage<Boolean> leave(String room, String connectionId, Set<String> rooms) {
        String owner = ConnectionId.ownerOf(connectionId);
        return isOne(Script.LEAVE, roomKeys(room, owner), List.of(owner, connectionId))
                .thenCompose(left -> writeRooms(owner, connectionId, rooms).thenApply(done -> left));
    }

    @Override
    public CompletionStage<Boolean> contains(String room, String connectionId) {
        return isOne(
                Script.CONTAINS,
                List.of(keys.members(room) + ConnectionId.ownerOf(connectionId)),
                List.of(connectionId));
    }

    @Override
    public CompletionStage<Set<String>> members(String room) {
        return scripts.<List<String>>eval(
                        Script.MEMBERS, List.of(keys.roomInstances(room)), List.of(keys.members(room)))
                .thenApply(Set::copyOf);
    }

    @Override
    public CompletionStage<Set<String>> roomsOf(String connectionId) {
        return scripts.<List<String>>eval(
                        Script.GET,
                        List.of(keys.connectionRooms(ConnectionId.ownerOf(connectionId))),
                        List.of(connectionId))
                .thenApply(found -> found.isEmpty() ? Set.of() : Answers.rooms(found.get(1)));
    }

    @Override
    public CompletionStage<Set<String>> all() {
        return scripts.<List<String>>eval(Script.INSTANCES, List.of(keys.instances()), List.of())
                .thenCompose(instances -> Answers.all(instances.stream()
                        .map(instance -> scripts.<List<String>>eval(
                                Script.GET_ALL, List.of(keys.connectionRooms(instance)), List.of()))
                        .toList()))
                .thenApply(hashes -> {
                    Set<String> all = new HashSet<>();
                    hashes.forEach(
                            hash -> Answers.pairs(hash).values().forEach(text -> all.addAll(Answers.rooms(text))));
                    return all;
                });
    }

    @Override
    public CompletionStage<Optional<String>> metadata(String room) {
        return scripts.<List<String>>eval(Script.GET, List.of(keys.roomMetadata()), List.of(room))
                .thenApply(found -> found.isEmpty() ? Optional.empty() : Optional.of(found.get(1)));
    }

    @Override
    public CompletionStage<Boolean> replaceMetadata(String room, Optional<String> expected, Optional<String> metadata) {
        List<String> arguments = new ArrayList<>();
        arguments.add(room);
        addOptional(arguments, expected);
        addOptional(arguments, metadata);
        return isOne(Script.REPLACE_METADATA, List.of(keys.roomMetadata()), arguments);
    }

    @Override
    public CompletionStage<Void> setMetadata(String room, Optional<String> metadata) {
        List<String> arguments = new ArrayList<>();
        arguments.add(room);
        addOptional(arguments, metadata);
        return scripts.eval(Script.SET_METADATA, List.of(keys.roomMetadata()), arguments)
                .thenApply(done -> null);
    }

    @Override
    public CompletionStage<Map<String, String>> allMetadata() {
        return scripts.<List<String>>eval(Script.GET_ALL, List.of(keys.roomMetadata()), List.of())
                .thenApply(Answers::pairs);
    }

    private CompletableFuture<?> writeRooms(String owner, String connectionId, Set<String> rooms) {
        return scripts.eval(
                Script.CONNECTION_ROOMS,
                List.of(keys.connectionRooms(owner)),
                List.of(connectionId, Answers.roomsText(rooms)));
    }

    private List<String> roomKeys(String room, String owner) {
        return List.of(keys.members(room) + owner, keys.roomInstances(room));
    }

    private CompletableFuture<Boolean> isOne(Script script, List<String> scriptKeys, List<String> arguments) {
        return scripts.<Long>eval(script, scriptKeys, arguments).thenApply(count -> count == 1);
    }

    private static void addOptional(List<String> arguments, Optional<String> text) {
        arguments.add(text.isPresent() ? "1" : "0");
        arguments.add(text.orElse(""));
    }
}
