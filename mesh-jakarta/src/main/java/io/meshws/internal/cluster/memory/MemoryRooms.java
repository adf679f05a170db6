package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.RoomDirectory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Thread-safe. */
final class MemoryRooms implements RoomDirectory {
    private final ConcurrentMap<String, String> metadata = new ConcurrentHashMap<>();
    private final Memberships memberships;

    MemoryRooms(Memberships memberships) {
        this.memberships = memberships;
    }

    @Override
    public CompletionStage<Boolean> join(String room, String connectionId) {
        return done(memberships.add(room, connectionId));
    }

    @Override
    public CompletionStage<Boolean> leave(String room, String connectionId) {
        return done(memberships.remove(room, connectionId));
    }

    @Override
    public CompletionStage<Boolean> contains(String room, String connectionId) {
        return done(memberships.contains(room, connectionId));
    }

    @Override
    public CompletionStage<Set<String>> members(String room) {
        return done(memberships.members(room));
    }

    @Override
    public CompletionStage<Set<String>> roomsOf(String connectionId) {
        return done(memberships.roomsOf(connectionId));
    }

    @Override
    public CompletionStage<Set<String>> all() {
        return done(memberships.rooms());
    }

    @Override
    public CompletionStage<Optional<String>> metadata(String room) {
        return done(Optional.ofNullable(metadata.get(room)));
    }

    @Override
    public CompletionStage<Boolean> replaceMetadata(String room, Optional<String> expected, Optional<String> text) {
        if (expected.isEmpty()) {
            return done(text.isEmpty() ? !metadata.containsKey(room) : metadata.putIfAbsent(room, text.get()) == null);
        }
        return done(
                text.isEmpty()
                        ? metadata.remove(room, expected.get())
                        : metadata.replace(room, expected.get(), text.get()));
    }

    @Override
    public CompletionStage<Void> setMetadata(String room, Optional<String> text) {
        text.ifPresentOrElse(value -> metadata.put(room, value), () -> metadata.remove(room));
        return done(null);
    }

    @Override
    public CompletionStage<Map<String, String>> allMetadata() {
        return done(Map.copyOf(metadata));
    }

    private static <T> CompletionStage<T> done(T result) {
        return CompletableFuture.completedFuture(result);
    }
}
