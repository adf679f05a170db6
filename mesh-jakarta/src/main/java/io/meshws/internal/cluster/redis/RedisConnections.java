package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ConnectionDirectory;
import io.meshws.internal.cluster.ConnectionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Each instance has one hash of connections. Several keys are written one after the other, in such an order that a
 * failure half-way leaves more in the store than there is, never less; {@link #replaceLocal} repairs that. Thread-safe.
 */
final class RedisConnections implements ConnectionDirectory {
    /** How many fields one script reads, so that it doesn't hold up Redis for long. */
    private static final int FIELDS = 1000;

    /** The cursor with which a scan begins and ends. */
    private static final String FIRST = "0";

    private final Scripts scripts;
    private final Keys keys;
    private final LocalCopy ownCopy;

    RedisConnections(Scripts scripts, Keys keys, LocalCopy ownCopy) {
        this.scripts = scripts;
        this.keys = keys;
        this.ownCopy = ownCopy;
    }

    @Override
    public CompletionStage<Void> put(String connectionId, String metadata) {
        return scripts.eval(
                        Script.PUT_CONNECTION,
                        List.of(keys.connections(ConnectionId.ownerOf(connectionId))),
                        List.of(connectionId, metadata))
                .thenApply(done -> null);
    }

    @Override
    public CompletionStage<Void> remove(String connectionId, Iterable<String> rooms) {
        String owner = ConnectionId.ownerOf(connectionId);
        List<CompletionStage<Long>> left = new ArrayList<>();
        for (String room : rooms) {
            left.add(scripts.eval(
                    Script.LEAVE,
                    List.of(keys.membersPrefix(room) + owner, keys.roomInstances(room)),
                    List.of(owner, connectionId)));
        }
        return Answers.all(left)
                .thenCompose(done -> scripts.eval(
                        Script.REMOVE_CONNECTIONS,
                        List.of(keys.connections(owner), keys.memberships(owner)),
                        List.of(connectionId)))
                .thenApply(done -> null);
    }

    @Override
    public CompletionStage<Optional<String>> metadata(String connectionId) {
        return metadata(List.of(connectionId)).thenApply(found -> Optional.ofNullable(found.get(connectionId)));
    }

    @Override
    public CompletionStage<Map<String, String>> metadata(Iterable<String> connectionIds) {
        Map<String, List<String>> byOwner = new HashMap<>();
        for (String id : connectionIds) {
            byOwner.computeIfAbsent(ConnectionId.ownerOf(id), owner -> new ArrayList<>())
                    .add(id);
        }
        List<CompletionStage<List<String>>> questions = new ArrayList<>();
        byOwner.forEach((owner, ids) -> {
            for (int from = 0; from < ids.size(); from += FIELDS) {
                questions.add(scripts.eval(
                        Script.GET,
                        List.of(keys.connections(owner)),
                        ids.subList(from, Math.min(ids.size(), from + FIELDS))));
            }
        });
        return Answers.all(questions).thenApply(RedisConnections::merged);
    }

    @Override
    public <T> CompletionStage<Map<String, T>> select(Function<String, Optional<T>> kept, Executor executor) {
        return scripts.<List<String>>eval(Script.INSTANCES, List.of(keys.instances()), List.of())
                .thenCompose(instances -> Answers.all(instances.stream()
                        .map(instance ->
                                scan(keys.connections(instance), FIRST, kept, executor, new HashMap<String, T>()))
                        .toList()))
                .thenApply(parts -> {
                    Map<String, T> all = new HashMap<>();
                    parts.forEach(all::putAll);
                    return all;
                });
    }

    private <T> CompletableFuture<Map<String, T>> scan(
            String key, String cursor, Function<String, Optional<T>> kept, Executor executor, Map<String, T> found) {
        return scripts.<List<String>>eval(Script.SCAN_HASH, List.of(key), List.of(cursor, Integer.toString(FIELDS)))
                .thenComposeAsync(
                        page -> {
                            Answers.pairs(page.subList(1, page.size()))
                                    .forEach((id, text) -> kept.apply(text).ifPresent(value -> found.put(id, value)));
                            String next = page.get(0);
                            return next.equals(FIRST)
                                    ? CompletableFuture.completedFuture(found)
                                    : scan(key, next, kept, executor, found);
                        },
                        executor);
    }

    @Override
    public CompletionStage<Void> replaceLocal(Map<String, LocalConnection> own) {
        return ownCopy.replace(scripts, own);
    }

    private static Map<String, String> merged(List<List<String>> parts) {
        Map<String, String> all = new HashMap<>();
        parts.forEach(part -> all.putAll(Answers.pairs(part)));
        return all;
    }
}
