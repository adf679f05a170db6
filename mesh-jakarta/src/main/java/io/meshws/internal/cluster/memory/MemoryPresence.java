package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ClusterMessage.PresenceChange;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.protocol.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** All rooms under one lock, under which changes are published too. Thread-safe. */
final class MemoryPresence implements PresenceDirectory {
    private final Consumer<PresenceChange> publish;
    private final LongSupplier millis;
    private final Map<String, Room> rooms = new HashMap<>();

    MemoryPresence(Consumer<PresenceChange> publish, LongSupplier millis) {
        this.publish = publish;
        this.millis = millis;
    }

    private static final class Room {
        private final Map<String, Long> deadlines = new HashMap<>();
        private final Map<String, String> users = new HashMap<>();
        private final Map<String, String> states = new HashMap<>();
        private final Map<String, Long> stateDeadlines = new HashMap<>();
        private final List<String> changes = new ArrayList<>();
        private long version;
        private boolean watched;

        void join(Member member, Duration ttl, long now) {
            String id = member.connectionId();
            if (deadlines.put(id, now + ttl.toMillis()) == null) {
                users.put(id, member.user());
                String user = member.hasUser() ? Json.quote(member.user()) : "null";
                String state = member.state().map(value -> "," + value.text()).orElse("");
                changes.add("[\"join\"," + Json.quote(id) + "," + user + state + "]");
                member.state().ifPresent(value -> putState(id, value, now));
            }
        }

        void putState(String id, State state, long now) {
            forgetState(id);
            states.put(id, state.text());
            state.expireAfter().ifPresent(time -> stateDeadlines.put(id, now + time.toMillis()));
        }

        void leave(String id) {
            forgetState(id);
            users.remove(id);
            if (deadlines.remove(id) != null) {
                changes.add("[\"leave\"," + Json.quote(id) + "]");
            }
        }

        boolean forgetState(String id) {
            stateDeadlines.remove(id);
            return states.remove(id) != null;
        }

        void stateChanged(String id, String state, boolean silent) {
            changes.add("[\"state\"," + Json.quote(id) + "," + state + "," + silent + "]");
        }

        boolean isNothing() {
            return !watched && deadlines.isEmpty();
        }
    }

    /** What is done to a room under the lock. */
    private interface RoomUpdate<T> {
        T apply(Room room, long now);
    }

    private synchronized <T> CompletionStage<T> change(String name, RoomUpdate<T> change) {
        Room room = rooms.computeIfAbsent(name, key -> new Room());
        long now = millis.getAsLong();
        T result = change.apply(room, now);
        if (!room.changes.isEmpty()) {
            String changes = "[" + String.join(",", room.changes) + "]";
            room.changes.clear();
            room.version++;
            if (room.watched) {
                // Whoever is told may change the room again.
                publish.accept(new PresenceChange(name, room.version, now, changes));
            }
        }
        if (room.isNothing()) {
            rooms.remove(name);
        }
        return CompletableFuture.completedFuture(result);
    }

    @Override
    public CompletionStage<Void> join(String name, Collection<Member> members, Duration ttl) {
        return change(name, (room, now) -> {
            members.forEach(member -> room.join(member, ttl, now));
            return null;
        });
    }

    @Override
    public CompletionStage<Set<String>> renew(String name, Collection<String> ids, Duration ttl) {
        return change(name, (room, now) -> {
            Set<String> missing = new HashSet<>(ids);
            ids.forEach(id -> {
                if (room.deadlines.replace(id, now + ttl.toMillis()) != null) {
                    missing.remove(id);
                }
            });
            return missing;
        });
    }

    @Override
    public CompletionStage<Void> leave(String name, Collection<String> ids) {
        return change(name, (room, now) -> {
            ids.forEach(room::leave);
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> state(String name, Member member, Duration ttl, boolean silent) {
        return change(name, (room, now) -> {
            String id = member.connectionId();
            room.join(new Member(id, member.user(), Optional.empty()), ttl, now);
            boolean was = room.forgetState(id);
            member.state().ifPresent(state -> room.putState(id, state, now));
            boolean changed = was || member.state().isPresent();
            if (changed) {
                room.stateChanged(id, member.state().map(State::text).orElse("null"), silent);
            }
            return changed;
        });
    }

    @Override
    public CompletionStage<Optional<Duration>> expire(String name, boolean connectionsToo) {
        return change(name, (room, now) -> {
            overdue(room.stateDeadlines, now).forEach(id -> {
                room.forgetState(id);
                room.stateChanged(id, "null", false);
            });
            if (connectionsToo) {
                overdue(room.deadlines, now).forEach(room::leave);
            }
            return Stream.concat(
                            room.stateDeadlines.values().stream(),
                            connectionsToo ? room.deadlines.values().stream() : Stream.empty())
                    .min(Long::compare)
                    .map(first -> Duration.ofMillis(Math.max(0, first - now)));
        });
    }

    private static List<String> overdue(Map<String, Long> deadlines, long now) {
        return deadlines.entrySet().stream()
                .filter(entry -> entry.getValue() <= now)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public CompletionStage<View> read(String name) {
        return change(name, MemoryPresence::view);
    }

    @Override
    public CompletionStage<View> watch(String name) {
        return change(name, (room, now) -> {
            room.watched = true;
            return view(room, now);
        });
    }

    @Override
    public CompletionStage<Long> watchAgain(String name) {
        return change(name, (room, now) -> {
            room.watched = true;
            return room.version;
        });
    }

    @Override
    public CompletionStage<Void> unwatch(String name) {
        return change(name, (room, now) -> {
            room.watched = false;
            return null;
        });
    }

    private static View view(Room room, long now) {
        return new View(room.version, now, new Present(Map.copyOf(room.users), Map.copyOf(room.states)));
    }
}
