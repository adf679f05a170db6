package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.protocol.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One script changes and publishes, another one reads and watches; all keys of a room are in one slot. Thread-safe. */
final class RedisPresence implements PresenceDirectory {
    private static final int BATCH = 500;
    private static final int BATCH_CHARACTERS = 1 << 20;
    private static final String NEVER = "0";
    /** When to look for overdue members again if an answer doesn't say. */
    private static final Duration LATER = Duration.ofSeconds(1);

    private static final String VERSION_ONLY = "0";
    private static final String ALL = "1";
    private static final String WITHOUT_STATES_THAT_ARE_OVER = "2";
    private static final String WITHOUT_ALL_THAT_IS_OVER = "3";
    /** An answer that took longer proves nothing: others' renewals may have waited as long. */
    private static final long PROMPT_NANOS = Duration.ofMillis(500).toNanos();

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
    public CompletionStage<Void> join(String room, Collection<Member> members, Duration ttl) {
        return inBatches(members, RedisPresence::length, batch -> {
                    List<String> arguments = new ArrayList<>(List.of("join", millis(ttl)));
                    batch.forEach(member -> arguments.addAll(arguments(member)));
                    return change(room, arguments);
                })
                .thenApply(done -> null);
    }

    @Override
    public CompletionStage<Set<String>> renew(String room, Collection<String> connectionIds, Duration ttl) {
        return inBatches(connectionIds, String::length, batch -> {
                    List<String> arguments = new ArrayList<>(List.of(millis(ttl)));
                    arguments.addAll(batch);
                    return scripts.<List<String>>eval(Script.PRESENCE_RENEW, memberKeys(room), arguments);
                })
                .thenApply(missing -> missing.stream().flatMap(List::stream).collect(Collectors.toSet()));
    }

    @Override
    public CompletionStage<Void> leave(String room, Collection<String> connectionIds) {
        return inBatches(connectionIds, String::length, batch -> {
                    List<String> arguments = new ArrayList<>(List.of("leave"));
                    arguments.addAll(batch);
                    return change(room, arguments);
                })
                .thenApply(done -> null);
    }

    /** Runs batches one after the other, so that a large room isn't sent all at once. */
    private static <T, R> CompletionStage<List<R>> inBatches(
            Collection<T> all, ToIntFunction<T> length, Function<List<T>, CompletionStage<R>> operation) {
        List<R> results = new ArrayList<>();
        CompletionStage<?> last = CompletableFuture.completedStage(null);
        List<T> batch = new ArrayList<>();
        int characters = 0;
        for (Iterator<T> rest = all.iterator(); rest.hasNext(); ) {
            T next = rest.next();
            batch.add(next);
            characters += length.applyAsInt(next);
            if (!rest.hasNext() || batch.size() == BATCH || characters > BATCH_CHARACTERS) {
                List<T> full = batch;
                last = last.thenCompose(done -> operation.apply(full)).thenAccept(results::add);
                batch = new ArrayList<>();
                characters = 0;
            }
        }
        return last.thenApply(done -> results);
    }

    private static int length(Member member) {
        return member.connectionId().length()
                + member.state().map(state -> state.text().length()).orElse(0);
    }

    private static List<String> arguments(Member member) {
        return List.of(
                member.connectionId(),
                member.hasUser() ? member.user() : "",
                member.state().map(State::text).orElse(""),
                member.state()
                        .flatMap(State::expireAfter)
                        .map(RedisPresence::millis)
                        .orElse(NEVER));
    }

    @Override
    public CompletionStage<Boolean> state(String room, Member member, Duration ttl, boolean silent) {
        List<String> arguments = new ArrayList<>(List.of("state", millis(ttl)));
        arguments.addAll(arguments(member));
        arguments.add(silent ? "1" : "0");
        return change(room, arguments).thenApply(answer -> answer.get(0) == 1);
    }

    @Override
    public CompletionStage<Expiry> expire(String room, boolean connectionsToo) {
        long asked = System.nanoTime();
        return expireUntil(room, NEVER).thenCompose(answer -> {
            long overdueAt = answer.get(1);
            if (!connectionsToo || overdueAt == 0) {
                return CompletableFuture.completedFuture(expiry(answer, Optional.empty()));
            }
            return isPrompt(asked)
                    ? expireUntil(room, Long.toString(overdueAt))
                            .thenApply(taken ->
                                    expiry(taken, Optional.of(Duration.ZERO).filter(zero -> taken.get(1) != 0)))
                    : CompletableFuture.completedFuture(expiry(answer, Optional.of(LATER)));
        });
    }

    private CompletableFuture<List<Long>> expireUntil(String room, String time) {
        return change(room, List.of("expire", time));
    }

    /** @param atTheLatest when to look again; empty if only the deadlines determine that */
    private static Expiry expiry(List<Long> answer, Optional<Duration> atTheLatest) {
        Stream<Duration> next = answer.get(0) < 0 ? Stream.empty() : Stream.of(Duration.ofMillis(answer.get(0)));
        return new Expiry(Stream.concat(next, atTheLatest.stream()).min(Duration::compareTo), answer.get(2));
    }

    private static boolean isPrompt(long asked) {
        return System.nanoTime() - asked < PROMPT_NANOS;
    }

    @Override
    public CompletionStage<View> read(String room, boolean overdueToo, int maxBytes) {
        long asked = System.nanoTime();
        return look(room, "", NEVER, overdueToo ? WITHOUT_STATES_THAT_ARE_OVER : WITHOUT_ALL_THAT_IS_OVER, maxBytes)
                .thenCompose(answer -> overdueToo || isPrompt(asked)
                        ? CompletableFuture.completedFuture(view(answer))
                        : read(room, true, maxBytes));
    }

    @Override
    public CompletionStage<View> watch(String room) {
        return watched.begins(scripts, room)
                .thenCompose(done -> look(room, instanceId, WATCH_MILLIS, ALL, Integer.MAX_VALUE))
                .thenApply(RedisPresence::view);
    }

    @Override
    public CompletionStage<Version> watchAgain(String room) {
        return look(room, instanceId, WATCH_MILLIS, VERSION_ONLY, 0).thenApply(RedisPresence::version);
    }

    @Override
    public CompletionStage<Void> unwatch(String room) {
        return endWatch(room).thenCompose(done -> watched.ended(scripts, room)).thenApply(done -> null);
    }

    private CompletableFuture<List<Object>> endWatch(String room) {
        return look(room, instanceId, NEVER, VERSION_ONLY, 0);
    }

    /** Ends all watches of an instance that stops or has died. */
    static CompletableFuture<Void> leave(Scripts scripts, Keys keys, String instance) {
        RedisPresence its = new RedisPresence(scripts, keys, instance);
        return its.watched.endAll(scripts, its::endWatch);
    }

    private CompletableFuture<List<Long>> change(String room, List<String> operation) {
        List<String> arguments = new ArrayList<>(List.of(Json.quote(room), keys.busPrefix()));
        arguments.addAll(operation);
        List<String> allKeys = new ArrayList<>(memberKeys(room));
        allKeys.addAll(List.of(keys.presenceVersion(room), keys.presenceWatchers(room)));
        return scripts.eval(Script.PRESENCE_CHANGE, allKeys, arguments);
    }

    private List<String> memberKeys(String room) {
        return List.of(
                keys.presenceDeadlines(room),
                keys.presenceUsers(room),
                keys.presenceStates(room),
                keys.presenceStateDeadlines(room));
    }

    private CompletableFuture<List<Object>> look(
            String room, String watcher, String millis, String what, int maxBytes) {
        return scripts.eval(
                Script.PRESENCE_VIEW,
                List.of(
                        keys.presenceDeadlines(room),
                        keys.presenceUsers(room),
                        keys.presenceStates(room),
                        keys.presenceVersion(room),
                        keys.presenceWatchers(room),
                        keys.presenceStateDeadlines(room)),
                List.of(watcher, millis, what, Integer.toString(maxBytes)));
    }

    private static Version version(List<Object> answer) {
        return new Version((String) answer.get(1), Long.parseLong((String) answer.get(0)));
    }

    private static View view(List<Object> answer) {
        Map<String, String> known = Answers.pairs(texts(answer.get(4)));
        Map<String, String> users = new HashMap<>();
        texts(answer.get(3)).forEach(id -> users.put(id, known.getOrDefault(id, id)));
        Map<String, String> states = Answers.pairs(texts(answer.get(5)));
        states.keySet().removeAll(Set.copyOf(texts(answer.get(6))));
        states.keySet().retainAll(users.keySet());
        return new View(
                version(answer),
                Long.parseLong((String) answer.get(2)),
                new Present(users, states),
                answer.get(7).equals("1"));
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }

    private static String millis(Duration duration) {
        return Long.toString(Math.max(1, duration.toMillis()));
    }
}
