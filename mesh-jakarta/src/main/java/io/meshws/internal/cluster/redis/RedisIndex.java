package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.RecordIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Each bucket of an index is a sorted set, with a hash of the instances that follow it beside it; {@code record-places.lua}
 * changes it. Thread-safe.
 */
final class RedisIndex implements RecordIndex {
    /** How many entries a script reads at a time. */
    private static final int PART = 1000;

    private static final char ENTRY = '\n';
    private static final char VALUES = '\u001f';
    private static final char NEXT = '\u001e';

    private final Scripts scripts;
    private final Keys keys;
    private final String instanceId;
    private final Followed followed;

    RedisIndex(Scripts scripts, Keys keys, String instanceId) {
        this.scripts = scripts;
        this.keys = keys;
        this.instanceId = instanceId;
        this.followed = keys.followedIndexes(instanceId);
    }

    /**
     * The form of a record's places in its hash.
     *
     * @param buckets the keys of the buckets are added to these
     */
    String places(List<Place> places, Set<String> buckets) {
        StringBuilder text = new StringBuilder();
        for (Place place : places) {
            buckets.add(key(place.bucket()));
            text.append(BucketName.of(keys, place.bucket())).append(VALUES);
            text.append(place.values()).append(NEXT);
        }
        return text.toString();
    }

    @Override
    public CompletionStage<Reading> follow(Bucket bucket) {
        return followed.begins(scripts, BucketName.of(keys, bucket))
                .thenCompose(done -> scripts.<List<String>>eval(
                        Script.FOLLOW_INDEX,
                        List.of(key(bucket), followers(keys, bucket)),
                        List.of(instanceId, ConnectionId.newInstanceId(), Integer.toString(PART))))
                .thenCompose(answer -> {
                    Version version = new Version(answer.get(0), Long.parseLong(answer.get(1)));
                    return withRest(bucket, new ArrayList<>(entries(answer.subList(2, answer.size()))))
                            .thenApply(entries -> new Reading(version, entries));
                });
    }

    /** @param entries of full parts, but for the last one */
    private CompletionStage<List<Entry>> withRest(Bucket bucket, List<Entry> entries) {
        if (entries.isEmpty() || entries.size() % PART != 0) {
            return CompletableFuture.completedFuture(entries);
        }
        return read(bucket, entries.get(entries.size() - 1).recordId(), PART).thenCompose(next -> {
            entries.addAll(next);
            return next.isEmpty() ? CompletableFuture.completedFuture(entries) : withRest(bucket, entries);
        });
    }

    @Override
    public CompletionStage<List<Entry>> read(Bucket bucket, String after, int limit) {
        return scripts.<List<String>>eval(
                        Script.READ_INDEX, List.of(key(bucket)), List.of(after, Integer.toString(limit)))
                .thenApply(RedisIndex::entries);
    }

    private static List<Entry> entries(List<String> texts) {
        return texts.stream()
                .map(text -> new Entry(text.substring(0, text.indexOf(ENTRY)), text.substring(text.indexOf(ENTRY) + 1)))
                .toList();
    }

    @Override
    public CompletionStage<Void> unfollow(Bucket bucket) {
        return unfollow(scripts, keys, bucket, instanceId)
                .thenCompose(done -> followed.ended(scripts, BucketName.of(keys, bucket)))
                .thenApply(done -> null);
    }

    /** Ends everything that an instance follows when it stops or has died. */
    static CompletableFuture<Void> leave(Scripts scripts, Keys keys, String instance) {
        return keys.followedIndexes(instance)
                .endAll(scripts, name -> unfollow(scripts, keys, BucketName.bucket(name), instance));
    }

    private static CompletableFuture<Long> unfollow(Scripts scripts, Keys keys, Bucket bucket, String instance) {
        return scripts.eval(Script.UNFOLLOW_INDEX, List.of(followers(keys, bucket)), List.of(instance));
    }

    private String key(Bucket bucket) {
        return keys.index(bucket.slot(), bucket.name());
    }

    private static String followers(Keys keys, Bucket bucket) {
        return keys.indexInstances(bucket.slot(), bucket.name());
    }
}
