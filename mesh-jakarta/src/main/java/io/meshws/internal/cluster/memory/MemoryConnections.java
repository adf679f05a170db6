package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ConnectionDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Thread-safe. As the interface says, {@link #select} and {@link #metadata(Iterable)} don't return snapshots. */
final class MemoryConnections implements ConnectionDirectory {
    private final Map<String, String> metadata = new ConcurrentHashMap<>();
    private final Memberships memberships;

    MemoryConnections(Memberships memberships) {
        this.memberships = memberships;
    }

    @Override
    public CompletionStage<Void> put(String connectionId, String text) {
        metadata.put(connectionId, text);
        return done(null);
    }

    @Override
    public CompletionStage<Void> remove(String connectionId, Iterable<String> rooms) {
        metadata.remove(connectionId);
        rooms.forEach(room -> memberships.remove(room, connectionId));
        return done(null);
    }

    @Override
    public CompletionStage<Optional<String>> metadata(String connectionId) {
        return done(Optional.ofNullable(metadata.get(connectionId)));
    }

    @Override
    public CompletionStage<Map<String, String>> metadata(Iterable<String> connectionIds) {
        Map<String, String> found = new HashMap<>();
        for (String id : connectionIds) {
            String text = metadata.get(id);
            if (text != null) {
                found.put(id, text);
            }
        }
        return done(Map.copyOf(found));
    }

    @Override
    public <T> CompletionStage<Map<String, T>> select(Function<String, Optional<T>> kept, Executor executor) {
        Map<String, T> found = new HashMap<>();
        try {
            metadata.forEach((id, text) -> kept.apply(text).ifPresent(value -> found.put(id, value)));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return done(found);
    }

    @Override
    public CompletionStage<Void> replaceLocal(Map<String, LocalConnection> own) {
        synchronized (memberships) {
            metadata.clear();
            memberships.clear();
            own.forEach((id, connection) -> {
                metadata.put(id, connection.metadata());
                connection.rooms().forEach(room -> memberships.add(room, id));
            });
        }
        return done(null);
    }

    private static <T> CompletionStage<T> done(T result) {
        return CompletableFuture.completedFuture(result);
    }
}
