package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.RoomDirectory;
import io.meshws.internal.cluster.redis.InstanceMemberships.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * There is a member set for each room and instance, and beside it the set of the room's instances. One script changes
 * both, so the bus sees a join once it's done. The {@link InstanceMemberships} of the connection's instance are in another
 * slot; they are written before a join and after a leave, so that they always name everything that has to be cleaned
 * up. Thread-safe.
 */
final class RedisRooms implements RoomDirectory {
    private final Scripts scripts;
    private final Keys keys;

    RedisRooms(Scripts scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    @Override
    public CompletionStage<Boolean> join(String room, String connectionId) {
        String owner = ConnectionId.ownerOf(connectionId);
        return memberships(owner)
                .add(List.of(new Membership(connectionId, room)))
                .thenCompose(done -> isOne(Script.JOIN, roomKeys(room, owner), List.of(owner, connectionId)));
    }

    @Override
    public CompletionStage<Boolean> leave(String room, String connectionId) {
        String owner = ConnectionId.ownerOf(connectionId);
        return isOne(Script.LEAVE, roomKeys(room, owner), List.of(owner, connectionId))
                .thenCompose(left -> memberships(owner)
                        .remove(List.of(new Membership(connectionId, room)))
                        .thenApply(done -> left));
    }

    @Override
    public CompletionStage<Boolean> contains(String room, String connectionId) {
        return isOne(
                Script.CONTAINS,
                List.of(keys.membersPrefix(room) + ConnectionId.ownerOf(connectionId)),
                List.of(connectionId));
    }

    @Override
    public CompletionStage<Set<String>> members(String room) {
        return scripts.<List<String>>eval(
                        Script.MEMBERS, List.of(keys.roomInstances(room)), List.of(keys.membersPrefix(room)))
                .thenApply(Set::copyOf);
    }

    @Override
    public CompletionStage<Set<String>> roomsOf(String connectionId) {
        return memberships(ConnectionId.ownerOf(connectionId))
                .ofConnection(connectionId)
                .thenApply(RedisRooms::rooms);
    }

    @Override
    public CompletionStage<Set<String>> all() {
        return scripts.<List<String>>eval(Script.INSTANCES, List.of(keys.instances()), List.of())
                .thenCompose(instances -> Answers.all(instances.stream()
                        .map(instance -> memberships(instance).all().thenApply(RedisRooms::rooms))
                        .toList()))
                .thenApply(sets -> sets.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet()));
    }

    private static Set<String> rooms(List<Membership> memberships) {
        return memberships.stream().map(Membership::room).collect(Collectors.toUnmodifiableSet());
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

    private InstanceMemberships memberships(String instanceId) {
        return new InstanceMemberships(scripts, keys.memberships(instanceId));
    }

    private List<String> roomKeys(String room, String owner) {
        return List.of(keys.membersPrefix(room) + owner, keys.roomInstances(room));
    }

    private CompletableFuture<Boolean> isOne(Script script, List<String> scriptKeys, List<String> arguments) {
        return scripts.<Long>eval(script, scriptKeys, arguments).thenApply(count -> count == 1);
    }

    private static void addOptional(List<String> arguments, Optional<String> text) {
        arguments.add(text.isPresent() ? "1" : "0");
        arguments.add(text.orElse(""));
    }
}
