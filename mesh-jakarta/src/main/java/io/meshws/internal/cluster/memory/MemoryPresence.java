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

/** All rooms under one lock, which is also held while changes are published. Thread-safe. */
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
                String state = member.state()
                        .map(value -> "," + value.text() + ending(member.state()))
                        .orElse("");
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

        boolean hasEnded(Map<String, Long> ends, String id, long now) {
            return ends.getOrDefault(id, Long.MAX_VALUE) <= now;
        }

        void stateChanged(String id, Optional<State> state, boolean silent) {
            String text = state.map(State::text).orElse("null");
            changes.add("[\"state\"," + Json.quote(id) + "," + text + "," + silent + ending(state) + "]");
        }

        private static String ending(Optional<State> state) {
            return state.flatMap(State::expireAfter)
                    .map(time -> "," + time.toMillis())
                    .orElse("");
        }

        long versionAfterThis() {
            return version + (changes.isEmpty() ? 0 : 1);
        }

        /** Nothing goes back here. */
        Version version() {
            return new Version("", version);
        }

        boolean isNothing() {
            return !watched && deadlines.isEmpty();
        }
    }

    /** A change to a room, made under the lock. */
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
                // Those who are told may change the room again.
                publish.accept(new PresenceChange(name, room.version(), now, changes));
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
            boolean ended = room.hasEnded(room.stateDeadlines, id, now);
            boolean was = room.forgetState(id);
            member.state().ifPresent(state -> room.putState(id, state, now));
            if (was || member.state().isPresent()) {
                room.stateChanged(id, member.state(), silent);
            }
            return member.state().isPresent() || (was && !ended);
        });
    }

    @Override
    public CompletionStage<Expiry> expire(String name, boolean connectionsToo) {
        return change(name, (room, now) -> {
            overdue(room.stateDeadlines, now).forEach(id -> {
                room.forgetState(id);
                room.stateChanged(id, Optional.empty(), false);
            });
            if (connectionsToo) {
                overdue(room.deadlines, now).forEach(room::leave);
            }
            Optional<Duration> next = Stream.concat(
                            room.stateDeadlines.values().stream(), room.deadlines.values().stream())
                    .filter(deadline -> deadline > now)
                    .min(Long::compare)
                    .map(first -> Duration.ofMillis(first - now));
            return new Expiry(next, room.versionAfterThis());
        });
    }

    private static List<String> overdue(Map<String, Long> deadlines, long now) {
        return deadlines.entrySet().stream()
                .filter(entry -> entry.getValue() <= now)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public CompletionStage<View> read(String name, boolean overdueToo, int maxBytes) {
        return change(name, (room, now) -> {
            Map<String, String> users = new HashMap<>(room.users);
            users.keySet().removeIf(id -> !overdueToo && room.hasEnded(room.deadlines, id, now));
            Map<String, String> states = new HashMap<>(room.states);
            states.keySet().removeIf(id -> !users.containsKey(id) || room.hasEnded(room.stateDeadlines, id, now));
            long[] bytes = new long[1];
            boolean leftOut = states.entrySet()
                    .removeIf(state -> (bytes[0] += Json.utf8Length(state.getKey() + state.getValue())) > maxBytes);
            return new View(room.version(), now, new Present(users, states), !leftOut);
        });
    }

    @Override
    public CompletionStage<View> watch(String name) {
        return change(name, (room, now) -> {
            room.watched = true;
            return new View(room.version(), now, new Present(Map.copyOf(room.users), Map.copyOf(room.states)));
        });
    }

    @Override
    public CompletionStage<Version> watchAgain(String name) {
        return change(name, (room, now) -> {
            room.watched = true;
            return room.version();
        });
    }

    @Override
    public CompletionStage<Void> unwatch(String name) {
        return change(name, (room, now) -> {
            room.watched = false;
            return null;
        });
    }
}
