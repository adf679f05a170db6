package io.meshws.internal.collection;

import io.meshws.ListOptions;
import io.meshws.RecordPage;
import io.meshws.RecordSnapshot;
import io.meshws.internal.cluster.RecordIndex;
import io.meshws.internal.cluster.RecordIndex.Bucket;
import io.meshws.internal.cluster.RecordIndex.Entry;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RecordStore.Stored;
import io.meshws.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Reads the records of indexes, part by part. Thread-safe. */
final class RecordLists {
    private static final int PART = 200;

    private final RecordIndex index;
    private final RecordStore store;
    private final Executor executor;

    /** @param executor runs the application's functions on records */
    RecordLists(RecordIndex index, RecordStore store, Executor executor) {
        this.index = index;
        this.store = store;
        this.executor = executor;
    }

    <T> CompletionStage<RecordPage<T>> list(Bucket bucket, ListOptions<T> options) {
        if (options.order().isEmpty()) {
            return read(bucket, options.after().orElse(""), options, options.limit(), new ArrayList<>());
        }
        int begin = options.after().map(Integer::parseInt).orElse(0);
        return read(bucket, "", options, ListOptions.MAX_LIMIT, new ArrayList<>())
                .thenApply(all -> {
                    List<T> sorted = new ArrayList<>(all.records());
                    sorted.sort(options.order().get());
                    int end = Math.min(sorted.size(), begin + options.limit());
                    return new RecordPage<>(
                            List.copyOf(sorted.subList(Math.min(begin, end), end)),
                            end < sorted.size() ? Optional.of(Integer.toString(end)) : Optional.empty());
                });
    }

    private <T> CompletionStage<RecordPage<T>> read(
            Bucket bucket, String after, ListOptions<T> options, int limit, List<T> found) {
        return index.read(bucket, after, PART).thenCompose(entries -> {
            if (entries.isEmpty()) {
                return CompletableFuture.completedStage(new RecordPage<>(List.copyOf(found), Optional.empty()));
            }
            List<String> ids = entries.stream().map(Entry::recordId).toList();
            return store.read(ids)
                    .thenApplyAsync(values -> add(ids, values, options, limit, found), executor)
                    .thenCompose(examined -> {
                        boolean over = examined == ids.size() && ids.size() < PART;
                        String last = ids.get(examined - 1);
                        return over || found.size() == limit
                                ? CompletableFuture.completedStage(new RecordPage<>(
                                        List.copyOf(found), over ? Optional.empty() : Optional.of(last)))
                                : read(bucket, last, options, limit, found);
                    });
        });
    }

    /** Returns how many were examined: fewer than all if the limit is reached. */
    private static <T> int add(
            List<String> ids, List<Stored> values, ListOptions<T> options, int limit, List<T> found) {
        for (int i = 0; i < ids.size(); i++) {
            Stored stored = values.get(i);
            // Deleted since the index was read.
            if (stored.value() == null) {
                continue;
            }
            RecordSnapshot record = new RecordSnapshot(
                    ids.get(i),
                    Optional.of(Json.readTrusted(stored.value())),
                    stored.version().number());
            if (options.filter().test(record)) {
                found.add(options.mapping().apply(record));
                if (found.size() == limit) {
                    return i + 1;
                }
            }
        }
        return ids.size();
    }
}
