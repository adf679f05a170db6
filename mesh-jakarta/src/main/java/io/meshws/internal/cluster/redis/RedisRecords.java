package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterMessage.RecordExpired;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.RecordIndex;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.UnsavedRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Each record is a hash, with the set of the instances that follow it beside it; one script writes the hashes of one or
 * several records and publishes to the sets. Thread-safe.
 *
 * <p>Changes go to the channels that the {@link Publisher} uses, but not in its order, because the script publishes
 * while it writes. A single Redis delivers them in the order of the versions. In Redis Cluster, the node that has the
 * record forwards them to the node that has the channel. Messages that two nodes forward can overtake each other, but
 * one record is on one node.
 */
final class RedisRecords implements RecordStore {
    /** How long the versions of a deleted record are remembered. */
    static final String DELETED_MILLIS = "86400000";
    /** The longest time for which a record is reserved for an instance that lost several times. */
    private static final String RESERVED_MILLIS = "500";

    /** The number of values that scripts return for a record. */
    private static final int FIELDS = 7;

    private static final List<String> TOO_MANY_UNSAVED = List.of("unsaved");

    private static final int WENT_BACK = 5;
    private static final int OVERDUE = 6;

    private final Scripts scripts;
    private final Keys keys;
    private final String instanceId;
    private final Setbacks setbacks;
    private final Followed followed;
    private final RecordDeadlines deadlines;
    private final RedisUnsaved unsaved;
    private final RedisIndex index;

    RedisRecords(Scripts scripts, Keys keys, String instanceId, Setbacks setbacks) {
        this.scripts = scripts;
        this.keys = keys;
        this.instanceId = instanceId;
        this.setbacks = setbacks;
        this.followed = keys.followedRecords(instanceId);
        this.deadlines = new RecordDeadlines(scripts, keys);
        this.index = new RedisIndex(scripts, keys, instanceId);
        this.unsaved = new RedisUnsaved(scripts, keys, instanceId, deadlines, index);
    }

    UnsavedRecords unsaved() {
        return unsaved;
    }

    RecordIndex index() {
        return index;
    }

    /** @param receiver gets the records that this instance removed because their time was over */
    void start(Consumer<RecordExpired> receiver) {
        deadlines.start(receiver);
    }

    /** Redis may have lost data. */
    void rejoined() {
        deadlines.rejoined();
    }

    @Override
    public CompletionStage<List<Stored>> read(List<String> recordIds) {
        List<String> hashes = recordIds.stream().map(keys::record).toList();
        return fresh(recordIds, () -> scripts.<List<String>>eval(Script.READ_RECORD, hashes, List.of())
                        .exceptionallyCompose(CrossSlot.TRANSACTION::explained))
                .thenApply(answer -> stored(recordIds, answer));
    }

    @Override
    public CompletionStage<Stored> follow(String recordId, Version heard) {
        return followed.begins(scripts, recordId)
                .thenCompose(done -> fresh(
                        List.of(recordId),
                        () -> scripts.eval(
                                Script.FOLLOW_RECORD,
                                List.of(keys.record(recordId), keys.recordInstances(recordId)),
                                List.of(
                                        instanceId,
                                        heard.epoch(),
                                        heard.write(),
                                        Long.toString(heard.number()),
                                        ConnectionId.newInstanceId(),
                                        keys.busPrefix(),
                                        MessageCodec.recordHead(recordId)))))
                .thenApply(answer -> stored(List.of(recordId), answer).get(0));
    }

    /** The answer of a script, which is asked again if it found expired records. */
    private CompletableFuture<List<String>> fresh(
            List<String> recordIds, Supplier<CompletableFuture<List<String>>> script) {
        return script.get().thenCompose(answer -> {
            CompletableFuture<?>[] overdue = IntStream.range(0, answer.size() / FIELDS)
                    .filter(i -> answer.get(i * FIELDS + OVERDUE).equals("1"))
                    .mapToObj(i -> deadlines.expire(recordIds.get(i)))
                    .toArray(CompletableFuture[]::new);
            return overdue.length == 0
                    ? CompletableFuture.completedFuture(answer)
                    : CompletableFuture.allOf(overdue).thenCompose(left -> fresh(recordIds, script));
        });
    }

    @Override
    public CompletionStage<Optional<Duration>> expire() {
        return deadlines.expireAll();
    }

    @Override
    public CompletionStage<Void> unfollow(String recordId) {
        return unfollow(scripts, keys, recordId, instanceId)
                .thenCompose(done -> followed.ended(scripts, recordId))
                .thenApply(done -> null);
    }

    @Override
    public CompletionStage<Optional<List<Stored>>> write(Transaction transaction) {
        List<String> recordIds = new ArrayList<>();
        List<String> scriptKeys = new ArrayList<>();
        List<Keep> keeps = transaction.parts().stream()
                .map(RedisRecords::keep)
                .filter(Objects::nonNull)
                .toList();
        List<String> arguments = new ArrayList<>(List.of(
                transaction.id(),
                instanceId,
                DELETED_MILLIS,
                transaction.insisting() ? RESERVED_MILLIS : "0",
                keys.busPrefix(),
                MessageCodec.RECORDS_HEAD,
                Long.toString(keeps.stream().mapToLong(Keep::maxUnsaved).min().orElse(0)),
                Long.toString(keeps.stream().mapToLong(Keep::delayMillis).max().orElse(0)),
                keys.indexPrefix()));
        Set<String> buckets = new LinkedHashSet<>();
        for (Part part : transaction.parts()) {
            recordIds.add(part.recordId());
            scriptKeys.add(keys.record(part.recordId()));
            scriptKeys.add(keys.recordInstances(part.recordId()));
            addExpected(arguments, part);
            addWrite(arguments, part.write());
            arguments.add(keep(part) == null ? "" : "1");
            arguments.add(part.recordId());
            arguments.add(part.write() == null ? "" : index.places(part.write().places(), buckets));
        }
        if (!keeps.isEmpty()) {
            scriptKeys.add(keys.unsavedRecords());
        }
        scriptKeys.addAll(buckets);
        CrossSlot apart = apart(recordIds, !keeps.isEmpty());
        return noted(transaction)
                .thenCompose(noted ->
                        fresh(recordIds, () -> scripts.<List<String>>eval(Script.WRITE_RECORD, scriptKeys, arguments)
                                .exceptionallyCompose(apart::explained)))
                .thenCompose(answer -> answer.equals(TOO_MANY_UNSAVED)
                        ? UnsavedRecords.tooMany()
                        : CompletableFuture.completedStage(
                                answer.isEmpty() ? Optional.empty() : Optional.of(stored(recordIds, answer))));
    }

    /** Why the keys of a write may be in different slots. The set of unsaved records is in a slot of its own. */
    private CrossSlot apart(List<String> recordIds, boolean areKept) {
        if (areKept) {
            return CrossSlot.KEPT;
        }
        boolean together = recordIds.stream().map(this::slot).distinct().count() == 1;
        return together ? CrossSlot.INDEX : CrossSlot.TRANSACTION;
    }

    private String slot(String recordId) {
        String key = keys.record(recordId).substring(keys.prefix().length());
        return key.substring(0, key.indexOf('}'));
    }

    private static Keep keep(Part part) {
        return part.write() == null ? null : part.write().keep();
    }

    private static void addExpected(List<String> arguments, Part part) {
        Version expected = part.expected();
        arguments.addAll(List.of(
                expected.epoch(),
                expected.write(),
                Long.toString(expected.number()),
                ConnectionId.newInstanceId(),
                MessageCodec.recordHead(part.recordId())));
    }

    private static void addWrite(List<String> arguments, Write write) {
        if (write == null) {
            arguments.addAll(Collections.nCopies(6, ""));
            return;
        }
        arguments.addAll(List.of(
                write.value() == null ? "0" : "1",
                write.value() == null ? "" : write.value(),
                write.epoch(),
                Long.toString(write.version().number()),
                Long.toString(lifeMillis(write)),
                MessageCodec.encode(MessageCodec.Envelope.unnumbered(write.change()))));
    }

    private static long lifeMillis(Write write) {
        return write.value() == null ? 0 : write.lifeMillis();
    }

    private CompletableFuture<Void> noted(Transaction transaction) {
        return CompletableFuture.allOf(transaction.parts().stream()
                .filter(part -> part.write() != null)
                .map(part -> deadlines.before(part.recordId(), lifeMillis(part.write())))
                .toArray(CompletableFuture[]::new));
    }

    /** Ends everything that an instance follows when it stops or has died. */
    static CompletableFuture<Void> leave(Scripts scripts, Keys keys, String instance) {
        return keys.followedRecords(instance)
                .endAll(scripts, record -> unfollow(scripts, keys, record, instance))
                .thenCompose(done -> RedisIndex.leave(scripts, keys, instance));
    }

    private static CompletableFuture<Long> unfollow(Scripts scripts, Keys keys, String recordId, String instance) {
        return scripts.eval(Script.UNFOLLOW_RECORD, List.of(keys.recordInstances(recordId)), List.of(instance));
    }

    private List<Stored> stored(List<String> recordIds, List<String> answer) {
        return IntStream.range(0, recordIds.size())
                .mapToObj(i -> stored(recordIds.get(i), answer.subList(i * FIELDS, (i + 1) * FIELDS)))
                .toList();
    }

    private Stored stored(String recordId, List<String> answer) {
        if (answer.get(WENT_BACK).equals("1")) {
            setbacks.found("record", recordId);
        }
        return new Stored(
                new Version(answer.get(0), answer.get(1), Long.parseLong(answer.get(2))),
                answer.get(3).equals("1") ? answer.get(4) : null);
    }
}
