package io.meshws.cluster.redis;

import io.meshws.cluster.RecordStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hash a record, and beside it the set of the instances that follow it; one script writes the one and publishes to the
 * other. What an instance follows is in another slot; it is written before it follows and after it ends, so that it always
 * names what has to be cleaned up. Thread-safe.
 *
 * <p>Changes go to the channels that the {@link Publisher} uses, but not in its order: the script publishes while it
 * writes. A single Redis delivers them in the order of the versions. In Redis Cluster the node that has the record passes
 * them on to the one that has the channel, and what two nodes pass on can overtake each other, but one record is on one
 * node.
 */
final class RedisRecords implements RecordStore {
    /** How long the versions of a deleted record are remembered. */
    private static final String DELETED_MILLIS = "86400000";
    /** For how long an instance that lost several times has the record for itself, at most. */
    private static final String RESERVED_MILLIS = "500";
    /** How many records are left at a time. */
    private static final int AT_A_TIME = 256;

    private final Scripts scripts;
    private final Keys keys;
    private final String instanceId;
    private final AtomicLong writes = new AtomicLong();

    RedisRecords(Scripts scripts, Keys keys, String instanceId) {
        this.scripts = scripts;
        this.keys = keys;
        this.instanceId = instanceId;
    }

    @Override
    public CompletionStage<Stored> read(String recordId) {
        return scripts.<List<String>>eval(Script.READ_RECORD, List.of(keys.record(recordId)), List.of())
                .thenApply(RedisRecords::stored);
    }

    @Override
    public CompletionStage<Stored> follow(String recordId) {
        return says(scripts, List.of(recordId), true)
                .thenCompose(done -> scripts.<List<String>>eval(
                        Script.FOLLOW_RECORD,
                        List.of(keys.record(recordId), keys.recordInstances(recordId)),
                        List.of(instanceId)))
                .thenApply(RedisRecords::stored);
    }

    @Override
    public CompletionStage<Void> unfollow(String recordId) {
        return unfollow(scripts, recordId)
                .thenCompose(done -> says(scripts, List.of(recordId), false))
                .thenApply(done -> null);
    }

    @Override
    public CompletionStage<Optional<Stored>> write(Write write) {
        String message = MessageCodec.encode(MessageCodec.Envelope.unnumbered(instanceId, write.change()));
        return scripts.<List<String>>eval(
                        Script.WRITE_RECORD,
                        List.of(keys.record(write.recordId()), keys.recordInstances(write.recordId())),
                        List.of(
                                instanceId + ":" + Long.toString(writes.incrementAndGet(), Character.MAX_RADIX),
                                instanceId,
                                write.expected().epoch(),
                                Long.toString(write.expected().version()),
                                write.epoch(),
                                Long.toString(write.version()),
                                write.value() == null ? "0" : "1",
                                write.value() == null ? "" : write.value(),
                                DELETED_MILLIS,
                                write.insisting() ? RESERVED_MILLIS : "0",
                                keys.busPrefix(),
                                message))
                .thenApply(answer -> answer.isEmpty() ? Optional.empty() : Optional.of(stored(answer)));
    }

    /** Ends all that this instance follows. */
    CompletableFuture<?> leave(Scripts last) {
        return last.<List<String>>eval(
                        Script.FOLLOWED_RECORDS, List.of(keys.followedRecords(instanceId)), List.of("" + AT_A_TIME))
                .thenCompose(some -> some.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : Answers.all(some.stream()
                                        .map(record -> unfollow(last, record))
                                        .toList())
                                .thenCompose(done -> says(last, some, false))
                                .thenCompose(done -> leave(last)));
    }

    private CompletableFuture<Long> unfollow(Scripts through, String recordId) {
        return through.eval(Script.UNFOLLOW_RECORD, List.of(keys.recordInstances(recordId)), List.of(instanceId));
    }

    private CompletableFuture<Long> says(Scripts through, List<String> recordIds, boolean follows) {
        List<String> arguments = new ArrayList<>();
        arguments.add(follows ? "1" : "0");
        arguments.addAll(recordIds);
        return through.eval(Script.FOLLOWED_RECORD, List.of(keys.followedRecords(instanceId)), arguments);
    }

    private static Stored stored(List<String> answer) {
        return new Stored(
                answer.get(0), Long.parseLong(answer.get(1)), answer.get(2).equals("1") ? answer.get(3) : null);
    }
}
