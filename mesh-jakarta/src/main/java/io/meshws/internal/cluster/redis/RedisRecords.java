package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterMessage.RecordExpired;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.RecordStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Each record is a hash, with the set of the instances that follow it beside it; one script writes the hash and
 * publishes to the set. Thread-safe.
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

    private final Scripts scripts;
    private final Keys keys;
    private final String instanceId;
    private final Setbacks setbacks;
    private final Followed followed;
    private final RecordDeadlines deadlines;

    RedisRecords(Scripts scripts, Keys keys, String instanceId, Setbacks setbacks) {
        this.scripts = scripts;
        this.keys = keys;
        this.instanceId = instanceId;
        this.setbacks = setbacks;
        this.followed = keys.followedRecords(instanceId);
        this.deadlines = new RecordDeadlines(scripts, keys);
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
    public CompletionStage<Stored> read(String recordId) {
        return fresh(recordId, () -> scripts.eval(Script.READ_RECORD, List.of(keys.record(recordId)), List.of()))
                .thenApply(answer -> stored(recordId, answer));
    }

    @Override
    public CompletionStage<Stored> follow(String recordId, Version heard) {
        return followed.begins(scripts, recordId)
                .thenCompose(done -> fresh(
                        recordId,
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
                .thenApply(answer -> stored(recordId, answer));
    }

    /** The answer of a script, which is asked again if it found a record whose time is over. */
    private CompletableFuture<List<String>> fresh(String recordId, Supplier<CompletableFuture<List<String>>> script) {
        return script.get()
                .thenCompose(answer -> !answer.isEmpty() && answer.get(6).equals("1")
                        ? deadlines.expire(recordId).thenCompose(left -> fresh(recordId, script))
                        : CompletableFuture.completedFuture(answer));
    }

    @Override
    public CompletionStage<Void> expire() {
        return deadlines.expireAll();
    }

    @Override
    public CompletionStage<Void> unfollow(String recordId) {
        return unfollow(scripts, keys, recordId, instanceId)
                .thenCompose(done -> followed.ended(scripts, recordId))
                .thenApply(done -> null);
    }

    @Override
    public CompletionStage<Optional<Stored>> write(Write write) {
        String message = MessageCodec.encode(MessageCodec.Envelope.unnumbered(write.change()));
        return deadlines
                .before(write.recordId(), write.value() == null ? 0 : write.lifeMillis())
                .thenCompose(noted -> fresh(
                        write.recordId(),
                        () -> scripts.eval(
                                Script.WRITE_RECORD,
                                List.of(keys.record(write.recordId()), keys.recordInstances(write.recordId())),
                                List.of(
                                        write.id(),
                                        instanceId,
                                        write.expected().epoch(),
                                        write.expected().write(),
                                        Long.toString(write.expected().number()),
                                        write.epoch(),
                                        Long.toString(write.version().number()),
                                        write.value() == null ? "0" : "1",
                                        write.value() == null ? "" : write.value(),
                                        DELETED_MILLIS,
                                        write.insisting() ? RESERVED_MILLIS : "0",
                                        keys.busPrefix(),
                                        message,
                                        ConnectionId.newInstanceId(),
                                        MessageCodec.recordHead(write.recordId()),
                                        Long.toString(write.value() == null ? 0 : write.lifeMillis())))))
                .thenApply(
                        answer -> answer.isEmpty() ? Optional.empty() : Optional.of(stored(write.recordId(), answer)));
    }

    /** Ends everything that an instance follows when it stops or has died. */
    static CompletableFuture<Void> leave(Scripts scripts, Keys keys, String instance) {
        return keys.followedRecords(instance).endAll(scripts, record -> unfollow(scripts, keys, record, instance));
    }

    private static CompletableFuture<Long> unfollow(Scripts scripts, Keys keys, String recordId, String instance) {
        return scripts.eval(Script.UNFOLLOW_RECORD, List.of(keys.recordInstances(recordId)), List.of(instance));
    }

    private Stored stored(String recordId, List<String> answer) {
        if (answer.get(5).equals("1")) {
            setbacks.found("record", recordId);
        }
        return new Stored(
                new Version(answer.get(0), answer.get(1), Long.parseLong(answer.get(2))),
                answer.get(3).equals("1") ? answer.get(4) : null);
    }
}
