package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterMessage.RecordExpired;
import io.meshws.internal.cluster.ConnectionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends records whose time is over. The hash of a record holds its deadline, and only {@code expire-record.lua} decides. One
 * sorted set says when to look at which record; an instance notes it there before it writes the record, so that others
 * find what a killed one wrote. Thread-safe.
 */
final class RecordDeadlines {
    private static final int AT_ONCE = 256;
    /** More are noted again. */
    private static final int MAX_NOTED = 10_000;

    private final Scripts scripts;
    private final Keys keys;
    /** When one looks at what this instance noted, by {@link System#nanoTime}. */
    private final Map<String, Long> noted = new ConcurrentHashMap<>();

    private volatile Consumer<RecordExpired> receiver = expired -> {};

    RecordDeadlines(Scripts scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    /** @param newReceiver gets the records that this instance removed */
    void start(Consumer<RecordExpired> newReceiver) {
        receiver = newReceiver;
    }

    /** Before a record is written that will exist so long; 0 for ever. */
    CompletableFuture<Void> before(String recordId, long lifeMillis) {
        long now = System.nanoTime();
        long life = TimeUnit.MILLISECONDS.toNanos(lifeMillis);
        Long look = noted.get(recordId);
        // Half the time is left for the write itself. Nobody looks before that, so the note is still there.
        boolean isNoted = look != null && look - now <= life && look - now >= life / 2;
        if (lifeMillis == 0 || isNoted) {
            return CompletableFuture.completedFuture(null);
        }
        return scripts.<Long>eval(
                        Script.ADD_DEADLINE,
                        List.of(keys.recordDeadlines()),
                        List.of(recordId, Long.toString(lifeMillis)))
                .thenAccept(done -> {
                    if (noted.size() >= MAX_NOTED) {
                        noted.clear();
                    }
                    noted.put(recordId, now + life);
                });
    }

    /** Removes the record if its time is over; the ms that it has left, or an empty text if it has no end. */
    CompletableFuture<String> expire(String recordId) {
        return scripts.<List<String>>eval(
                        Script.EXPIRE_RECORD,
                        List.of(keys.record(recordId), keys.recordInstances(recordId)),
                        List.of(
                                ConnectionId.newInstanceId(),
                                RedisRecords.DELETED_MILLIS,
                                keys.busPrefix(),
                                MessageCodec.recordHead(recordId)))
                .thenApply(answer -> {
                    if (answer.size() == 1) {
                        return answer.get(0);
                    }
                    if (answer.size() > 1) {
                        receiver.accept(new RecordExpired(recordId, answer.get(1), Long.parseLong(answer.get(2))));
                    }
                    return "";
                });
    }

    /** Removes all whose time is over. */
    CompletableFuture<Void> expireAll() {
        return scripts.<List<String>>eval(
                        Script.OVERDUE_RECORDS, List.of(keys.recordDeadlines()), List.of(Integer.toString(AT_ONCE)))
                .thenCompose(found -> {
                    CompletableFuture<Void> looked = look(found);
                    return found.size() < 2 * AT_ONCE ? looked : looked.thenCompose(done -> expireAll());
                });
    }

    /** @param found ids, each with its score */
    private CompletableFuture<Void> look(List<String> found) {
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<CompletableFuture<String>> left = new ArrayList<>();
        for (int i = 0; i < found.size(); i += 2) {
            left.add(expire(found.get(i)));
        }
        return CompletableFuture.allOf(left.toArray(CompletableFuture[]::new)).thenCompose(done -> {
            List<String> next = new ArrayList<>();
            for (int i = 0; i < found.size(); i += 2) {
                next.addAll(
                        List.of(found.get(i), found.get(i + 1), left.get(i / 2).join()));
            }
            return scripts.<Long>eval(Script.NEXT_DEADLINES, List.of(keys.recordDeadlines()), next)
                    .thenApply(changed -> null);
        });
    }
}
