package io.meshws.internal.record;

import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.RecordExpired;
import io.meshws.internal.record.PendingWrite.Written;
import io.meshws.internal.security.Names;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** The writers of all records that are being written, and of those written last. Thread-safe. */
final class RecordWriters {
    private static final int MAX_IDLE = 256;

    private final Function<String, RecordWriter> factory;
    private final RecordReplicas replicas;
    private final Map<String, RecordWriter> writers = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RecordWriter> eldest) {
            return size() > MAX_IDLE && eldest.getValue().isIdle();
        }
    };

    private RecordWriters(Function<String, RecordWriter> factory, RecordReplicas replicas) {
        this.factory = factory;
        this.replicas = replicas;
    }

    static RecordWriters of(
            Cluster cluster,
            ValueLimit limit,
            RecordReplicas replicas,
            Function<String, WriteOutcomes> outcomes,
            Executor applications,
            RecordLives lives) {
        AtomicLong last = new AtomicLong();
        // No instance has ever used such an id.
        Supplier<String> ids =
                () -> cluster.instanceId() + "." + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
        return new RecordWriters(
                id -> new RecordWriter(
                        id,
                        cluster.records(),
                        limit,
                        ids,
                        () -> replicas.held(id),
                        outcomes.apply(id),
                        applications,
                        () -> lives.millis(id)),
                replicas);
    }

    /** The stage also waits until this instance is ready to tell its clients. */
    CompletionStage<Written> write(String recordId, PendingWrite write) {
        return claimed(Names.record(recordId)).write(write).thenCompose(written -> replicas.pace(
                        recordId, written.version())
                .thenApply(ready -> written));
    }

    /** This instance removed a record whose time was over. */
    void expired(RecordExpired expired) {
        claimed(expired.recordId()).expired(Json.readTrusted(expired.value()), expired.version());
    }

    private synchronized RecordWriter claimed(String recordId) {
        return writers.computeIfAbsent(recordId, factory).claim();
    }
}
