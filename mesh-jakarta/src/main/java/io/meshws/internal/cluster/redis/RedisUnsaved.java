package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.KeptMark;
import io.meshws.internal.cluster.RecordIndex;
import io.meshws.internal.cluster.UnsavedRecords;
import io.meshws.spi.KeptRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The unsaved records are in one sorted set; the script that writes a record adds it. Thread-safe. */
final class RedisUnsaved implements UnsavedRecords {
    /** The number of values that a script returns for a record. */
    private static final int FIELDS = 7;

    private final Scripts scripts;
    private final Keys keys;
    private final String instanceId;
    private final RecordDeadlines deadlines;
    private final RedisIndex index;
    private final UnsavedSet all;

    RedisUnsaved(Scripts scripts, Keys keys, String instanceId, RecordDeadlines deadlines, RedisIndex index) {
        this.scripts = scripts;
        this.keys = keys;
        this.instanceId = instanceId;
        this.deadlines = deadlines;
        this.index = index;
        this.all = new UnsavedSet(scripts, keys.unsavedRecords());
    }

    @Override
    public CompletionStage<Taken> take(int limit, Duration ahead) {
        deadlines.keeps();
        return all.take(limit, ahead).thenApply(UnsavedSet.TakenAt::taken);
    }

    @Override
    public CompletionStage<List<KeptRecord>> read(List<String> recordIds) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(MAX_CHARACTERS)));
        arguments.addAll(recordIds);
        return scripts.<List<String>>eval(Script.READ_UNSAVED, keysOf(recordIds), arguments)
                .thenApply(RedisUnsaved::kept);
    }

    private List<String> keysOf(Collection<String> recordIds) {
        List<String> some = new ArrayList<>(List.of(keys.unsavedRecords()));
        recordIds.forEach(recordId -> some.add(keys.record(recordId)));
        return some;
    }

    private static List<KeptRecord> kept(List<String> answer) {
        List<KeptRecord> all = new ArrayList<>();
        for (int i = 0; i < answer.size(); i += FIELDS) {
            KeptMark mark = new KeptMark(answer.get(i + 1), answer.get(i + 2), Long.parseLong(answer.get(i + 6)));
            all.add(new KeptRecord(
                    answer.get(i),
                    Long.parseLong(answer.get(i + 3)),
                    answer.get(i + 4).equals("1") ? answer.get(i + 5) : null,
                    mark.text()));
        }
        return all;
    }

    @Override
    public CompletionStage<Void> saved(List<KeptRecord> versions) {
        List<String> arguments = new ArrayList<>(List.of(RedisRecords.DELETED_MILLIS));
        for (KeptRecord version : versions) {
            KeptMark mark = KeptMark.of(version);
            arguments.addAll(List.of(version.recordId(), mark.epoch(), mark.write(), Long.toString(version.version())));
        }
        return done(scripts.eval(
                Script.SAVED_RECORDS,
                keysOf(versions.stream().map(KeptRecord::recordId).toList()),
                arguments));
    }

    @Override
    public CompletionStage<Void> putOff(Collection<String> recordIds, Duration time) {
        return all.putOff(recordIds, time);
    }

    @Override
    public CompletionStage<Void> fill(List<KeptRecord> loaded, Function<KeptRecord, List<RecordIndex.Place>> places) {
        return CompletableFuture.allOf(
                loaded.stream().map(one -> fill(one, places.apply(one))).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Long> fill(KeptRecord loaded, List<RecordIndex.Place> places) {
        Set<String> buckets = new LinkedHashSet<>();
        String placesText = index.places(places, buckets);
        List<String> all = new ArrayList<>(List.of(keys.record(loaded.recordId())));
        all.addAll(buckets);
        KeptMark mark = KeptMark.of(loaded);
        // The first one that looks finds out when to look again.
        return deadlines
                .before(loaded.recordId(), mark.deadlineMillis() == 0 ? 0 : 1)
                .thenCompose(noted -> scripts.eval(
                        Script.FILL_RECORD,
                        all,
                        List.of(
                                mark.epoch(),
                                mark.write(),
                                Long.toString(loaded.version()),
                                loaded.isDeletion() ? "0" : "1",
                                loaded.isDeletion() ? "" : loaded.value(),
                                Long.toString(mark.deadlineMillis()),
                                RedisRecords.DELETED_MILLIS,
                                loaded.recordId(),
                                placesText,
                                keys.indexPrefix(),
                                keys.busPrefix())));
    }

    @Override
    public CompletionStage<Void> surpass(KeptRecord kept) {
        KeptMark mark = KeptMark.of(kept);
        String recordId = kept.recordId();
        return done(scripts.eval(
                Script.SURPASS_KEPT,
                List.of(keys.record(recordId), keys.recordInstances(recordId), keys.unsavedRecords()),
                List.of(
                        recordId,
                        mark.epoch(),
                        mark.write(),
                        Long.toString(kept.version()),
                        ConnectionId.newInstanceId(),
                        keys.busPrefix(),
                        MessageCodec.recordHead(recordId),
                        RedisRecords.DELETED_MILLIS)));
    }

    @Override
    public CompletionStage<Preload> preload(String names) {
        return preload(names, instanceId).thenApply(answer -> Preload.values()[answer.intValue()]);
    }

    @Override
    public CompletionStage<Void> preloaded(String names) {
        return done(preload(names, "done"));
    }

    private CompletableFuture<Long> preload(String names, String state) {
        return scripts.eval(Script.PRELOAD, List.of(keys.preloaded(names), keys.instances()), List.of(state));
    }

    private static CompletionStage<Void> done(CompletableFuture<Long> answer) {
        return answer.thenApply(one -> null);
    }
}
