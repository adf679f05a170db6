package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ConnectionDirectory.LocalConnection;
import io.meshws.internal.cluster.redis.InstanceMemberships.Membership;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The store's complete copy of this instance's data. The instance's {@link InstanceMemberships} locate it: they name every room
 * with members on this instance.
 */
record LocalCopy(Keys keys, String instanceId) {
    /** How many rooms are written at a time. */
    private static final int ROOMS = 256;

    /** Makes the copy contain exactly this. Concurrent changes may be overwritten. */
    CompletableFuture<Void> replace(Scripts scripts, Map<String, LocalConnection> own) {
        Map<String, String> metadata = new HashMap<>();
        Set<Membership> memberships = new HashSet<>();
        Map<String, List<String>> members = new HashMap<>();
        own.forEach((id, connection) -> {
            metadata.put(id, connection.metadata());
            connection.rooms().forEach(room -> {
                memberships.add(new Membership(id, room));
                members.computeIfAbsent(room, name -> new ArrayList<>()).add(id);
            });
        });
        InstanceMemberships stored = new InstanceMemberships(scripts, keys.memberships(instanceId));
        return stored.all()
                // New memberships are added first and old ones removed last, so that everything that needs cleaning up
                // is named all the time.
                .thenCompose(old -> stored.add(memberships)
                        .thenCompose(done -> {
                            Set<String> touched = new HashSet<>(members.keySet());
                            old.forEach(membership -> touched.add(membership.room()));
                            return replaceMembers(scripts, List.copyOf(touched), members);
                        })
                        .thenCompose(done -> stored.remove(old.stream()
                                .filter(membership -> !memberships.contains(membership))
                                .toList())))
                .thenCompose(done -> replaceHash(scripts, keys.connections(instanceId), metadata))
                .thenApply(done -> null);
    }

    /** Removes the instance. */
    CompletableFuture<?> remove(Scripts scripts) {
        // The lease goes last: if this fails half-way, another instance cleans up.
        return replace(scripts, Map.of())
                .thenCompose(done -> scripts.eval(
                        Script.UNREGISTER,
                        List.of(keys.instances(), keys.lastBeat(), keys.descriptions()),
                        List.of(instanceId)));
    }

    private CompletableFuture<?> replaceHash(Scripts scripts, String key, Map<String, String> pairs) {
        return scripts.eval(Script.REPLACE_HASH, List.of(key), Answers.flat(pairs));
    }

    private CompletableFuture<?> replaceMembers(
            Scripts scripts, List<String> rooms, Map<String, List<String>> members) {
        List<CompletableFuture<Long>> replaced = new ArrayList<>();
        for (String room : rooms.subList(0, Math.min(rooms.size(), ROOMS))) {
            List<String> arguments = new ArrayList<>();
            arguments.add(instanceId);
            arguments.addAll(members.getOrDefault(room, List.of()));
            replaced.add(scripts.eval(
                    Script.REPLACE_MEMBERS,
                    List.of(keys.membersPrefix(room) + instanceId, keys.roomInstances(room)),
                    arguments));
        }
        CompletableFuture<?> all = Answers.all(replaced);
        return rooms.size() <= ROOMS
                ? all
                : all.thenCompose(done -> replaceMembers(scripts, rooms.subList(ROOMS, rooms.size()), members));
    }
}
