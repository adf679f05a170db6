package io.meshws.cluster.redis;

import io.meshws.cluster.PresenceDirectory;
import io.meshws.protocol.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One script changes and publishes, another one reads and watches; all keys of a room are in one slot. Thread-safe. */
final class RedisPresence implements PresenceDirectory {
    private static final int BATCH = 500;
    private static final String NEVER = "0";
    private static final String WATCH_MILLIS =
            Long.toString(WATCH_AGAIN.multipliedBy(6).toMillis());

    private final Scripts scripts;
    private final Keys keys;
    private final String instanceId;
    private final Followed watched;

    RedisPresence(Scripts scripts, Keys keys, String instanceId) {
        this.scripts = scripts;
        this.keys = keys;
        this.instanceId = instanceId;
        this.watched = keys.watchedRooms(instanceId);
    }

    @Override
    public CompletionStage<Void> touch(String room, Collection<String> connectionIds, Duration ttl) {
        return inBatches(room, List.of("touch", millis(ttl)), connectionIds);
    }

    @Override
    public CompletionStage<Void> leave(String room, Collection<String> connectionIds) {
        return inBatches(room, List.of("leave"), connectionIds);
    }

    private CompletionStage<Void> inBatches(String room, List<String> operation, Collection<String> connectionIds) {
        List<String> ids = List.copyOf(connectionIds);
        List<CompletionStage<Long>> done = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> arguments = new ArrayList<>(operation);
            arguments.addAll(ids.subList(from, Math.min(ids.size(), from + BATCH)));
            done.add(change(room, arguments));
        }
        return Answers.all(done).thenApply(all -> null);
    }

    @Override
    public CompletionStage<Boolean> state(
            String room,
            String connectionId,
            Optional<Duration> ttl,
            String state,
            Optional<Duration> expireAfter,
            boolean silent) {
        return change(
                        room,
                        List.of(
                                "state",
                                connectionId,
                                ttl.map(RedisPresence::millis).orElse(NEVER),
                                state,
                                expireAfter.map(RedisPresence::millis).orElse(NEVER),
                                silent ? "1" : "0"))
                .thenApply(done -> done == 1);
    }

    @Override
    public CompletionStage<Boolean> clearState(String room, String connectionId) {
        return change(room, List.of("state", connectionId, NEVER, "", NEVER, "0"))
                .thenApply(done -> done == 1);
    }

    @Override
    public CompletionStage<Optional<Duration>> expire(String room, boolean connectionsToo) {
        return change(room, List.of("expire", connectionsToo ? "1" : "0"))
                .thenApply(next -> next < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(next)));
    }

    @Override
    public CompletionStage<View> read(String room) {
        return look(room, "", NEVER, true).thenApply(RedisPresence::view);
    }

    @Override
    public CompletionStage<View> watch(String room) {
        return watched.begins(scripts, room)
                .thenCompose(done -> look(room, instanceId, WATCH_MILLIS, true))
                .thenApply(RedisPresence::view);
    }

    @Override
    public CompletionStage<Long> watchAgain(String room) {
        return look(room, instanceId, WATCH_MILLIS, false).thenApply(RedisPresence::version);
    }

    @Override
    public CompletionStage<Void> unwatch(String room) {
        return endWatch(room).thenCompose(done -> watched.ended(scripts, room)).thenApply(done -> null);
    }

    private CompletableFuture<List<Object>> endWatch(String room) {
        return look(room, instanceId, NEVER, false);
    }

    /** Ends all watches of an instance: one that stops, or one that died. */
    static CompletableFuture<Void> leave(Scripts scripts, Keys keys, String instance) {
        RedisPresence its = new RedisPresence(scripts, keys, instance);
        return its.watched.endAll(scripts, its::endWatch);
    }

    private CompletableFuture<Long> change(String room, List<String> operation) {
        List<String> arguments = new ArrayList<>(List.of(Json.quote(room), keys.busPrefix()));
        arguments.addAll(operation);
        return scripts.eval(
                Script.PRESENCE_CHANGE,
                List.of(
                        keys.presence(room, "deadlines"),
                        keys.presence(room, "states"),
                        keys.presence(room, "state-deadlines"),
                        keys.presence(room, "version"),
                        keys.presence(room, "watchers")),
                arguments);
    }

    private CompletableFuture<List<Object>> look(String room, String watcher, String millis, boolean all) {
        return scripts.eval(
                Script.PRESENCE_VIEW,
                List.of(
                        keys.presence(room, "deadlines"),
                        keys.presence(room, "states"),
                        keys.presence(room, "version"),
                        keys.presence(room, "watchers")),
                List.of(watcher, millis, all ? "1" : "0"));
    }

    private static long version(List<Object> answer) {
        return Long.parseLong((String) answer.get(0));
    }

    private static View view(List<Object> answer) {
        return new View(
                version(answer),
                Long.parseLong((String) answer.get(1)),
                Set.copyOf(texts(answer.get(2))),
                Answers.pairs(texts(answer.get(3))));
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }

    private static String millis(Duration duration) {
        return Long.toString(Math.max(1, duration.toMillis()));
    }
}
