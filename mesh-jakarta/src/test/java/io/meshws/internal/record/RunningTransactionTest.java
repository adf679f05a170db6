package io.meshws.internal.record;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.RecordTransaction;
import io.meshws.TransactionResult;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RecordStore.Transaction;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.Environment;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.binding.JsonBinding;
import io.meshws.testing.Clusters;
import io.meshws.testing.ManualClock;
import io.meshws.testing.Paces;
import io.meshws.testing.RecordingReceiver;
import io.meshws.testing.Throwing;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunningTransactionTest {
    private final MemoryCluster cluster = Clusters.memory();
    private final FailureLog failures = new FailureLog(System::nanoTime);
    private final Throwing<RecordStore> store = new Throwing<>(RecordStore.class, cluster.records());
    private final List<Boolean> insisted = new ArrayList<>();
    /** Writes before each transaction that doesn't insist. */
    private Runnable rival = () -> {};

    private Executor executor = Runnable::run;
    private final ManualClock clock = new ManualClock();
    private final WriteIds ids = new WriteIds("I");
    private final ValueLimit limit = new ValueLimit("The value", "max", 100_000, JsonLimits.DEFAULT.ofKeptValues());
    private final RecordWriters rivals = writers(cluster.records(), "J");
    private final RecordWriters writers = writers(store.get(), "I");
    private final RecordTransactions transactions = new RecordTransactions(
            new RunningTransaction.Setting(
                    observed(store.get()),
                    new RecordValues(new JsonBinding(JsonbBuilder.create()), limit),
                    ids,
                    new RecordLives(cluster, new Environment(Runnable::run, clock, clock), failures)),
            writers,
            task -> executor.execute(task));

    private RecordWriters writers(RecordStore used, String instance) {
        WriteIds own = instance.equals("I") ? ids : new WriteIds(instance);
        return new RecordWriters(
                id -> new RecordWriter(
                        id,
                        used,
                        limit,
                        own,
                        () -> null,
                        new WriteOutcomes(id, new Unheard(), Runnable::run, failures),
                        Runnable::run,
                        () -> 0),
                new RecordReplicas(cluster, cluster.records(), Paces.alone()));
    }

    private RecordStore observed(RecordStore used) {
        return (RecordStore) Proxy.newProxyInstance(
                RecordStore.class.getClassLoader(), new Class<?>[] {RecordStore.class}, (proxy, method, given) -> {
                    if (given[0] instanceof Transaction transaction) {
                        insisted.add(transaction.insisting());
                        if (!transaction.insisting()) {
                            rival.run();
                        }
                    }
                    try {
                        return method.invoke(used, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private CompletionStage<TransactionResult<Void>> transaction(Runnable inside) {
        Function<RecordTransaction, Void> function = tx -> {
            inside.run();
            tx.write("a", 1);
            tx.write("b", tx.get("a").version());
            return null;
        };
        return transactions.run(function, false, "a", "b");
    }

    private static long written(RecordWriters by, String recordId, int value) {
        return get(by.write(recordId, PendingWrite.of(Json.provider().createValue(value), MergeStrategy.REPLACE, null)))
                .version();
    }

    @BeforeEach
    void start() {
        cluster.start(new RecordingReceiver());
    }

    @Test
    void anErrorOfTheStoreFailsItAndFreesItsRecords() {
        Error reading = store.next();
        assertSame(reading, failure(transaction(() -> {})));
        assertEquals(1, written(writers, "a", 5));
        Error[] writing = new Error[1];
        assertSame(failure(transaction(() -> writing[0] = store.next())).getClass(), NoClassDefFoundError.class);
        assertTrue(writing[0] != null);
        assertEquals(2, written(writers, "a", 6));
        assertEquals(1, written(writers, "b", 6));
        assertEquals(3, get(transaction(() -> {})).records().get(0).version());
    }

    @Test
    void workersThatTakeNothingMoreFailItAndFreeItsRecords() {
        executor = task -> {
            throw new RejectedExecutionException("on purpose");
        };
        assertEquals(
                RejectedExecutionException.class, failure(transaction(() -> {})).getClass());
        assertEquals(1, written(writers, "b", 6));
    }

    @Test
    void oneThatLostEightTimesInARowInsistsAndSoEnds() {
        rival = () -> written(rivals, "b", insisted.size());
        assertEquals(1, get(transaction(() -> {})).records().get(0).version());
        List<Boolean> attempts = new ArrayList<>(Collections.nCopies(8, false));
        attempts.add(true);
        assertEquals(attempts, insisted);
    }

    @Test
    void moreThanMayWaitAreRefusedAndTheOtherRecordsStayFree() {
        List<CompletionStage<?>> refused = new ArrayList<>();
        get(transaction(() -> {
            if (refused.isEmpty()) {
                CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < 20_000; i++) {
                                writers.write("a", PendingWrite.of(Json.string("x"), MergeStrategy.REPLACE, null));
                            }
                        })
                        .join();
                refused.add(transactionOn("a", "c"));
            }
        }));
        assertEquals(
                "Too many writes of the record are waiting",
                failure(refused.get(0)).getMessage());
        assertEquals(1, written(writers, "c", 1));
    }

    private CompletionStage<?> transactionOn(String... recordIds) {
        return writers.run(new RunningTransaction<>(
                new RunningTransaction.Setting(store.get(), null, ids, null),
                List.of(recordIds),
                tx -> null,
                Runnable::run,
                false));
    }

    @Test
    void insideOfAFunctionNoOtherBegins() {
        get(transaction(
                () -> assertThrows(IllegalStateException.class, () -> transactions.run(tx -> null, false, "c"))));
    }
}
