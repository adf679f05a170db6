package io.meshws.internal.record;

import io.meshws.RecordSnapshot;
import io.meshws.TransactionResult;
import io.meshws.internal.cluster.ClusterMessage.RecordExpired;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.record.PendingWrite.Written;
import io.meshws.internal.security.NameRules;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

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

    RecordWriters(Function<String, RecordWriter> factory, RecordReplicas replicas) {
        this.factory = factory;
        this.replicas = replicas;
    }

    static RecordWriters of(
            RecordStore store,
            ValueLimit limit,
            RecordReplicas replicas,
            Function<String, WriteOutcomes> outcomes,
            Executor applications,
            WriteIds ids,
            RecordLives lives) {
        return new RecordWriters(
                id -> new RecordWriter(
                        id,
                        store,
                        limit,
                        ids,
                        () -> replicas.held(id),
                        outcomes.apply(id),
                        applications,
                        () -> lives.begin(id)),
                replicas);
    }

    /** The stage also waits until all instances are ready to tell their clients. */
    CompletionStage<Written> write(String recordId, PendingWrite write) {
        StagedTransaction.checkOutside();
        NameRules.record(recordId);
        return replicas.begin(
                () -> claimed(recordId).write(write).thenCompose(written -> replicas.pace(recordId, written.version())
                        .thenApply(ready -> written)));
    }

    /**
     * Gives the transaction its place at the writers of all of its records, in one step, and has it begin when it's its turn. The
     * stage waits as that of {@link #write}.
     */
    <T> CompletionStage<TransactionResult<T>> run(RunningTransaction<T> transaction) {
        return replicas.begin(() -> runAtOnce(transaction));
    }

    private <T> CompletionStage<TransactionResult<T>> runAtOnce(RunningTransaction<T> transaction) {
        List<RecordWriter> all = new ArrayList<>();
        synchronized (this) {
            transaction.recordIds().forEach(recordId -> all.add(claimed(recordId)));
            if (all.stream().anyMatch(RecordWriter::isFull)) {
                all.forEach(RecordWriter::unclaim);
                return CompletableFuture.failedStage(RecordWriter.full());
            }
            transaction.at(all);
            // In the same order at all writers: two transactions can't wait for each other.
            all.forEach(writer -> writer.add(transaction));
        }
        all.forEach(RecordWriter::run);
        return transaction.result().thenCompose(this::paced);
    }

    private <T> CompletionStage<TransactionResult<T>> paced(TransactionResult<T> result) {
        CompletionStage<Void> ready = CompletableFuture.completedStage(null);
        for (RecordSnapshot written : result.records()) {
            ready = ready.thenCombine(replicas.pace(written.recordId(), written.version()), (before, now) -> null);
        }
        return ready.thenApply(done -> result);
    }

    /** This instance removed an expired record. */
    void expired(RecordExpired expired) {
        claimed(expired.recordId()).expired(Json.readTrusted(expired.value()), expired.version());
    }

    private synchronized RecordWriter claimed(String recordId) {
        return writers.computeIfAbsent(recordId, factory).claim();
    }
}
