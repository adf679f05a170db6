package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterMessage.RecordExpired;
import io.meshws.internal.cluster.ConnectionId;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Ends expired records. The hash of a record holds its deadline, and only {@code expire-record.lua} decides. One
 * sorted set says when to look at which record; an instance notes it there before it writes the record, so that others
 * find the records that a killed one wrote. Thread-safe.
 */
final class RecordDeadlines {
    private static final int AT_ONCE = 256;
    /** The time that a write gets before one looks, if the record exists so long; see {@code add-deadline.lua}. */
    private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String RETRY_MILLIS = "10000";
    private static final System.Logger LOG = System.getLogger(RecordDeadlines.class.getPackageName());

    private final Scripts scripts;
    private final Keys keys;
    /** When one looks at the records that this instance noted, by {@link System#nanoTime}. */
    private final Notes notes = new Notes(this::noteAgain);

    private volatile Consumer<RecordExpired> receiver = expired -> {};
    private volatile boolean keeps;

    RecordDeadlines(Scripts scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    /** @param newReceiver gets the records that this instance removed */
    void start(Consumer<RecordExpired> newReceiver) {
        receiver = newReceiver;
    }

    /** Redis may have lost the noted records. */
    void rejoined() {
        notes.lost();
    }

    /** Before a record is written that will exist so long; 0 for ever. */
    CompletableFuture<Void> before(String recordId, long lifeMillis) {
        long now = System.nanoTime();
        long life = TimeUnit.MILLISECONDS.toNanos(lifeMillis);
        Long look = notes.mark(recordId);
        // No instance looks before that, so the note is still there.
        boolean isNoted = look != null && look - now <= life && look - now >= Math.min(life, MOMENT_NANOS) / 2;
        return lifeMillis == 0 || isNoted
                ? CompletableFuture.completedFuture(null)
                : note(recordId, lifeMillis).thenApply(noted -> null);
    }

    private CompletableFuture<Long> note(String recordId, long lifeMillis) {
        long now = System.nanoTime();
        return notes.add(recordId, () -> scripts.<Long>eval(
                        Script.ADD_DEADLINE,
                        List.of(keys.recordDeadlines()),
                        List.of(recordId, Long.toString(lifeMillis)))
                .thenApply(wait -> now + TimeUnit.MILLISECONDS.toNanos(wait)));
    }

    /** The one that looks then finds out when to look again, if the record is still there. */
    private CompletableFuture<Long> noteAgain(String recordId, long look) {
        return note(recordId, Math.max(1, TimeUnit.NANOSECONDS.toMillis(look - System.nanoTime())));
    }

    /** Removes the record if it has expired; the ms that it has left, or an empty text if it has no end. */
    CompletableFuture<String> expire(String recordId) {
        Long look = notes.mark(recordId);
        return scripts.<List<String>>eval(
                        Script.EXPIRE_RECORD,
                        expireKeys(recordId),
                        List.of(
                                ConnectionId.newInstanceId(),
                                RedisRecords.DELETED_MILLIS,
                                keys.busPrefix(),
                                MessageCodec.recordHead(recordId),
                                recordId,
                                keys.indexPrefix()))
                .thenApply(answer -> {
                    if (answer.size() == 1) {
                        return answer.get(0);
                    }
                    // It may be about to be written.
                    if (look != null && look - System.nanoTime() < 0) {
                        notes.remove(recordId, look);
                    }
                    if (answer.size() > 1) {
                        receiver.accept(new RecordExpired(recordId, answer.get(1), Long.parseLong(answer.get(2))));
                    }
                    return "";
                });
    }

    /** This instance keeps records. */
    void keeps() {
        keeps = true;
    }

    /** In a Redis Cluster the unsaved records aren't beside a record. */
    private List<String> expireKeys(String recordId) {
        List<String> some = List.of(keys.record(recordId), keys.recordInstances(recordId));
        return keeps ? List.of(some.get(0), some.get(1), keys.unsavedRecords()) : some;
    }

    /** Removes all that have expired; returns when the next one may expire. */
    CompletableFuture<Optional<Duration>> expireAll() {
        notes.addAgain();
        return scripts.<List<String>>eval(
                        Script.OVERDUE_RECORDS, List.of(keys.recordDeadlines()), List.of(Integer.toString(AT_ONCE)))
                .thenCompose(answer -> {
                    List<String> found = answer.subList(1, answer.size());
                    CompletableFuture<List<String>> looked = look(found);
                    return found.size() == 2 * AT_ONCE
                            ? looked.thenCompose(left -> expireAll())
                            : looked.thenApply(left -> soonest(answer.get(0), left));
                });
    }

    private static Optional<Duration> soonest(String next, List<String> left) {
        return Stream.concat(Stream.of(next), left.stream())
                .filter(millis -> !millis.isEmpty())
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                .min(Duration::compareTo);
    }

    /**
     * @param found ids, each with its score
     * @return the ms that each has left, empty if it has no end
     */
    private CompletableFuture<List<String>> look(List<String> found) {
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        List<CompletableFuture<String>> left = new ArrayList<>();
        Map<String, Throwable> failures = new ConcurrentHashMap<>();
        for (int i = 0; i < found.size(); i += 2) {
            String recordId = found.get(i);
            left.add(expire(recordId).exceptionally(failure -> {
                failures.put(recordId, failure);
                return RETRY_MILLIS;
            }));
        }
        return CompletableFuture.allOf(left.toArray(CompletableFuture[]::new)).thenCompose(done -> {
            List<String> next = new ArrayList<>();
            for (int i = 0; i < found.size(); i += 2) {
                next.addAll(
                        List.of(found.get(i), found.get(i + 1), left.get(i / 2).join()));
            }
            return scripts.<Long>eval(Script.NEXT_DEADLINES, List.of(keys.recordDeadlines()), next)
                    .thenApply(changed -> {
                        log(failures);
                        return left.stream().map(CompletableFuture::join).toList();
                    });
        });
    }

    private static void log(Map<String, Throwable> failures) {
        failures.entrySet().stream()
                .findFirst()
                .ifPresent(first -> LOG.log(
                        Level.WARNING,
                        "MESH-0111 Cannot determine whether {0} records have reached their end, \"{1}\" among them; checking again"
                                + " in 10 s: {2}",
                        Integer.toString(failures.size()),
                        first.getKey(),
                        Reason.of(first.getValue())));
    }
}
