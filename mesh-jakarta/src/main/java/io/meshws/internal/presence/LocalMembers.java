package io.meshws.internal.presence;

import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.internal.cluster.PresenceDirectory.State;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.time.Agenda;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The clients of this instance that are in tracked rooms. The deadlines of those that show life are renewed, a room at
 * a time, when a third of the time to live is over. Members that the store no longer knows, because they were
 * considered gone or because it lost its data, join again with their states. Thread-safe.
 */
final class LocalMembers {
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    /** Anything that is renewed more often doesn't wait for a tick. */
    private static final Duration OFTEN = Duration.ofSeconds(2);

    private final PresenceDirectory directory;
    private final LongSupplier nanos;
    private final Agenda<String> agenda;
    private final ConcurrentHashMap<String, Room> rooms = new ConcurrentHashMap<>();
    /** The connections that left while the store could not be told, by room. */
    private final ConcurrentHashMap<String, Set<String>> owed = new ConcurrentHashMap<>();

    LocalMembers(PresenceDirectory directory, LongSupplier nanos, Agenda<String> agenda) {
        this.directory = directory;
        this.nanos = nanos;
        this.agenda = agenda;
    }

    /** The members of one room; {@code renewAt} on the clock of {@link System#nanoTime}. */
    private static final class Room {
        private final Map<Connection, LocalMember> members = new ConcurrentHashMap<>();
        private volatile Duration ttl;
        private volatile long renewAt;

        List<String> ids() {
            return members.keySet().stream().map(Connection::id).toList();
        }
    }

    CompletionStage<Void> joined(Connection connection, String user, String name, Duration ttl) {
        LocalMember member = new LocalMember(connection, user);
        rooms.compute(name, (key, old) -> {
            Room room = old == null ? new Room() : old;
            room.ttl = ttl;
            if (old == null) {
                planRenewal(name, room, nanos.getAsLong());
            }
            room.members.put(connection, member);
            return room;
        });
        return whileOpen(connection, name, directory.join(name, List.of(member.with(Optional.empty())), ttl));
    }

    /** The rooms, among these, that a client is present in. */
    List<String> roomsOf(Connection connection, Predicate<String> names) {
        return rooms.entrySet().stream()
                .filter(room -> room.getValue().members.containsKey(connection) && names.test(room.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    CompletionStage<Void> left(Connection connection, String name) {
        boolean[] was = new boolean[1];
        rooms.computeIfPresent(name, (key, room) -> {
            was[0] = room.members.remove(connection) != null;
            return room.members.isEmpty() ? null : room;
        });
        return was[0] ? leave(name, List.of(connection.id())) : DONE;
    }

    private CompletionStage<Void> leave(String name, Collection<String> ids) {
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

    private void retryFailedLeaves() {
        for (String name : owed.keySet()) {
            Set<String> left = owed.remove(name);
            if (left != null) {
                leave(name, left).thenCompose(done -> rejoin(name, left));
            }
        }
    }

    /** Makes the connections that are members here present again, with their known states. */
    private CompletionStage<Void> rejoin(String name, Set<String> ids) {
        Room room = rooms.get(name);
        List<LocalMember> back = room == null
                ? List.of()
                : room.members.values().stream()
                        .filter(member -> ids.contains(member.connection().id()))
                        .toList();
        if (back.isEmpty()) {
            return DONE;
        }
        long now = nanos.getAsLong();
        return directory
                .join(name, back.stream().map(member -> member.at(now)).toList(), room.ttl)
                .thenCompose(done -> {
                    // Some may have left in the meantime, and be present again because of this.
                    List<String> gone = back.stream()
                            .map(LocalMember::connection)
                            .filter(connection -> member(connection, name) == null)
                            .map(Connection::id)
                            .toList();
                    return gone.isEmpty() ? DONE : leave(name, gone);
                });
    }

    /** Null if the connection isn't a member. */
    private LocalMember member(Connection connection, String name) {
        Room room = rooms.get(name);
        return room == null ? null : room.members.get(connection);
    }

    /**
     * Sets the connection's state; empty clears it.
     *
     * @return whether there is a state, or was one; false if the connection isn't present
     */
    CompletionStage<Boolean> state(Connection connection, String name, Optional<State> state, boolean silent) {
        Room room = rooms.get(name);
        LocalMember member = member(connection, name);
        if (room == null || member == null) {
            return CompletableFuture.completedStage(false);
        }
        long now = nanos.getAsLong();
        return whileOpen(
                connection,
                name,
                directory.state(name, member.with(state), room.ttl, silent).thenApply(done -> {
                    member.keep(state, now);
                    return done;
                }));
    }

    /** The connection may have closed while it was made present, which may then have come after its leave. */
    private <T> CompletionStage<T> whileOpen(Connection connection, String room, CompletionStage<T> change) {
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
        retryFailedLeaves();
        rooms.keySet().forEach(name -> renewIfDue(name, now));
    }

    /** Renews the deadlines of the room's members if a third of the time to live is over. */
    void renewIfDue(String name, long now) {
        Room room = rooms.get(name);
        if (room != null && now - room.renewAt >= 0) {
            renew(name, room, now);
        }
    }

    private void planRenewal(String name, Room room, long now) {
        Duration pause = room.ttl.dividedBy(3);
        room.renewAt = now + pause.toNanos();
        if (pause.compareTo(OFTEN) < 0) {
            agenda.at(name, room.renewAt);
        }
    }

    private void renew(String name, Room room, long now) {
        planRenewal(name, room, now);
        List<String> alive = room.members.keySet().stream()
                .filter(Connection::isAnswering)
                .map(Connection::id)
                .toList();
        directory
                .renew(name, alive, room.ttl)
                .thenCompose(missing -> rejoin(name, missing))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        room.renewAt = now;
                    }
                });
    }

    /** The store may have forgotten all of them. */
    void renewAll(long now) {
        rooms.forEach((name, room) -> renew(name, room, now));
    }

    CompletionStage<Void> leaveAll() {
        return CompletableFuture.allOf(rooms.entrySet().stream()
                .map(room ->
                        directory.leave(room.getKey(), room.getValue().ids()).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
