package io.meshws.presence;

import io.meshws.cluster.PresenceDirectory;
import io.meshws.connection.Connection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The clients of this instance that are in tracked rooms. Those that show life have their deadlines renewed, a room at a
 * time, when a third of the time to live is over; those that were taken for gone and show life again join again.
 * Thread-safe.
 */
final class OwnMembers {
    private final PresenceDirectory directory;
    private final ConcurrentHashMap<String, Room> rooms = new ConcurrentHashMap<>();
    /** Who left while the store could not be told, by room. */
    private final ConcurrentHashMap<String, Set<String>> owed = new ConcurrentHashMap<>();

    OwnMembers(PresenceDirectory directory) {
        this.directory = directory;
    }

    /** The members of one room; {@code renewAt} on the clock of {@link System#nanoTime}. */
    private static final class Room {
        private final Set<Connection> members = ConcurrentHashMap.newKeySet();
        private volatile Duration ttl;
        private volatile long renewAt;
    }

    CompletionStage<Void> joined(Connection connection, String name, Duration ttl, long now) {
        rooms.compute(name, (key, old) -> {
            Room room = old == null ? new Room() : old;
            if (old == null) {
                room.renewAt = now + ttl.toNanos() / 3;
            }
            room.ttl = ttl;
            room.members.add(connection);
            return room;
        });
        return whileOpen(connection, name, directory.touch(name, List.of(connection.id()), ttl));
    }

    CompletionStage<Void> left(Connection connection, String name) {
        boolean[] was = new boolean[1];
        rooms.computeIfPresent(name, (key, room) -> {
            was[0] = room.members.remove(connection);
            return room.members.isEmpty() ? null : room;
        });
        return was[0] ? leave(name, List.of(connection.id())) : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> leave(String name, List<String> ids) {
        return directory.leave(name, ids).whenComplete((done, failure) -> {
            if (failure != null) {
                owed.compute(name, (room, old) -> {
                    Set<String> all = old == null ? new HashSet<>() : old;
                    all.addAll(ids);
                    return all;
                });
            }
        });
    }

    private void payWhatIsOwed() {
        for (String name : owed.keySet()) {
            Set<String> left = owed.remove(name);
            Room room = rooms.get(name);
            if (left != null && room != null) {
                // Who came back since then is there.
                room.members.forEach(member -> left.remove(member.id()));
            }
            if (left != null && !left.isEmpty()) {
                leave(name, List.copyOf(left));
            }
        }
    }

    /** Where the connection closed while it was made present, which may have come after its leaving. */
    <T> CompletionStage<T> whileOpen(Connection connection, String room, CompletionStage<T> change) {
        return change.thenCompose(done -> {
            if (connection.isOpen()) {
                return CompletableFuture.completedFuture(done);
            }
            left(connection, room);
            return leave(room, List.of(connection.id())).thenApply(left -> done);
        });
    }

    Set<String> rooms() {
        return rooms.keySet();
    }

    void tick(long now) {
        payWhatIsOwed();
        rooms.forEach((name, room) -> {
            if (now - room.renewAt >= 0) {
                renew(name, room, now);
            }
        });
    }

    private void renew(String name, Room room, long now) {
        room.renewAt = now + room.ttl.toNanos() / 3;
        List<String> alive = room.members.stream()
                .filter(Connection::isAnswering)
                .map(Connection::id)
                .toList();
        directory.touch(name, alive, room.ttl).whenComplete((done, failure) -> {
            if (failure != null) {
                room.renewAt = now;
            }
            // Who closed meanwhile may have been made present again.
            Set<String> members = room.members.stream().map(Connection::id).collect(Collectors.toSet());
            List<String> gone =
                    alive.stream().filter(id -> !members.contains(id)).toList();
            if (failure == null && !gone.isEmpty()) {
                leave(name, gone);
            }
        });
    }

    /** The store may have forgotten all of them. */
    void renewAll(long now) {
        rooms.forEach((name, room) -> renew(name, room, now));
    }

    CompletionStage<Void> leaveAll() {
        return CompletableFuture.allOf(rooms.entrySet().stream()
                .map(room -> directory
                        .leave(
                                room.getKey(),
                                room.getValue().members.stream()
                                        .map(Connection::id)
                                        .toList())
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
