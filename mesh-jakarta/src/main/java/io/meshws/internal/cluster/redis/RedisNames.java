package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.cluster.NameStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * All names are in one slot: one script changes them and publishes the changes to one channel, so that they arrive in
 * their order. The form of an entry is that of {@code name-entry.lua}. Thread-safe.
 */
final class RedisNames implements NameStore {
    private static final int PAGE = 1000;
    private static final int FIELDS = 6;
    private static final String HOST = "host";
    private static final String MORE = "more";
    private static final String NONE = "";

    private final Link link;
    private final Keys keys;

    RedisNames(Link link, Keys keys) {
        this.link = link;
        this.keys = keys;
    }

    @Override
    public CompletionStage<Taking> take(Claim claim, boolean replacing, boolean patient) {
        return change(
                        link,
                        keys,
                        List.of(
                                "take",
                                claim.name(),
                                claim.holder(),
                                claim.incarnation(),
                                claim.hosted() ? HOST : "client",
                                flag(replacing),
                                flag(patient)))
                .thenApply(answer -> new Taking(
                        Decision.valueOf(answer.get(0).toUpperCase(Locale.ROOT)),
                        entry(claim.name(), answer.get(1)),
                        entries(List.of(claim.name(), answer.get(2))).stream().findFirst()));
    }

    @Override
    public CompletionStage<Void> leave(Collection<Claim> claims, Duration grace) {
        List<String> arguments = new ArrayList<>(List.of("leave", millis(grace)));
        claims.forEach(claim -> arguments.addAll(List.of(claim.name(), claim.holder())));
        return change(link, keys, arguments).thenApply(done -> null);
    }

    /** The instance stops or has died: all that its holders have is away. */
    static CompletableFuture<Void> die(Scripts scripts, Keys keys, String instance, Duration grace) {
        return change(scripts, keys, List.of("die", millis(grace), instance))
                .thenCompose(answer -> answer.get(0).equals(MORE)
                        ? die(scripts, keys, instance, grace)
                        : CompletableFuture.completedFuture(null));
    }

    @Override
    public CompletionStage<Optional<NameEntry>> free(String name, Optional<String> holder) {
        return change(link, keys, List.of("free", name, holder.orElse(NONE)))
                .thenApply(answer -> entries(answer).stream().findFirst());
    }

    @Override
    public CompletionStage<Expiry> expire() {
        return expire(new ArrayList<>());
    }

    private CompletionStage<Expiry> expire(List<NameEntry> freed) {
        return change(link, keys, List.of("expire")).thenCompose(answer -> {
            freed.addAll(entries(answer.subList(2, answer.size())));
            return answer.get(0).equals(MORE)
                    ? expire(freed)
                    : CompletableFuture.completedFuture(new Expiry(freed, duration(answer.get(1))));
        });
    }

    private static Optional<Duration> duration(String millis) {
        return millis.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(Long.parseLong(millis)));
    }

    @Override
    public CompletionStage<Optional<NameEntry>> read(String name, boolean patient) {
        return link.<List<String>>eval(
                        Script.READ_NAME, List.of(keys.names(), keys.nameDeadlines()), List.of(name, flag(patient)))
                .thenApply(answer -> answer.stream().findFirst().map(text -> entry(name, text)));
    }

    @Override
    public CompletionStage<Set<String>> names(String prefix, boolean patient) {
        return names(prefix, NONE, patient, new TreeSet<>());
    }

    private CompletionStage<Set<String>> names(String prefix, String after, boolean patient, Set<String> found) {
        return link.<List<String>>eval(
                        Script.NAMES,
                        List.of(keys.allNames(), keys.nameDeadlines()),
                        List.of(prefix, after, Integer.toString(PAGE), flag(patient)))
                .thenCompose(page -> {
                    found.addAll(page.subList(1, page.size()));
                    String next = page.get(0);
                    return next.isEmpty()
                            ? CompletableFuture.completedFuture(found)
                            : names(prefix, next, patient, found);
                });
    }

    private static String flag(boolean is) {
        return is ? "1" : "0";
    }

    @Override
    public CompletionStage<List<NameEntry>> heldBy(String instanceId) {
        return heldBy(instanceId, NONE, new ArrayList<>());
    }

    private CompletionStage<List<NameEntry>> heldBy(String instanceId, String after, List<NameEntry> found) {
        return link.<List<String>>eval(
                        Script.NAMES_OF,
                        List.of(keys.names(), keys.namesOfInstances()),
                        List.of(instanceId, after, Integer.toString(PAGE)))
                .thenCompose(page -> {
                    found.addAll(entries(page));
                    return page.size() < 2 * PAGE
                            ? CompletableFuture.completedFuture(found)
                            : heldBy(instanceId, page.get(page.size() - 2), found);
                });
    }

    @Override
    public CompletionStage<Void> listen() {
        return link.call(session -> session.subscribe(keys.nameChanges()));
    }

    private static CompletableFuture<List<String>> change(Scripts scripts, Keys keys, List<String> operation) {
        List<String> arguments = new ArrayList<>(List.of(keys.nameChanges()));
        arguments.addAll(operation);
        return scripts.eval(
                Script.CHANGE_NAMES,
                List.of(
                        keys.names(),
                        keys.allNames(),
                        keys.namesOfInstances(),
                        keys.nameDeadlines(),
                        keys.nameNumber()),
                arguments);
    }

    /** @param pairs names, each with its entry, which is empty if there is none any longer */
    private static List<NameEntry> entries(List<String> pairs) {
        List<NameEntry> entries = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            if (!pairs.get(i + 1).isEmpty()) {
                entries.add(entry(pairs.get(i), pairs.get(i + 1)));
            }
        }
        return entries;
    }

    static NameEntry entry(String name, String text) {
        String[] fields = text.split(" ", FIELDS);
        return new NameEntry(
                name,
                fields[4],
                fields[5],
                fields[3].equals(HOST),
                Long.parseLong(fields[1]),
                State.valueOf(fields[2].toUpperCase(Locale.ROOT)),
                Long.parseLong(fields[0]));
    }

    private static String millis(Duration grace) {
        return Long.toString(Math.max(1, grace.toMillis()));
    }
}
