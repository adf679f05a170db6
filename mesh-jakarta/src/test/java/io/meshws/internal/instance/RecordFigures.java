package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.KeepOptions;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RecordQuery;
import io.meshws.Records;
import io.meshws.RedisUri;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import io.meshws.testing.TestKeeper;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What records cost, as ratios within one run, with the load of the machine. Prints, and asserts no times. Runs only if it is named. */
class RecordFigures {
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 15;
    private static final int OPERATIONS = 960;
    /** As many as are done in about a second, which is the time from tick to tick. */
    private static final int OPERATIONS_OF_A_TICK = 8000;

    private static final int MEMBERS = 1000;
    private static final int SUBSCRIBERS = 100;
    private static final int WRITES_PER_SECOND = 500;
    private static final int SECONDS = 12;
    private static final int WARM_UP_SECONDS = 10;

    private static final Pattern NOTES = Pattern.compile("note:.*");
    private static final Pattern TASKS = Pattern.compile("task:.+");

    @RegisterExtension
    static final EmbeddedRedis REDIS = EmbeddedRedis.started();

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final TestInstance instance = TestInstance.onRedis(
            MeshConfig.builder()
                    .set(MeshProperty.REDIS_URI, RedisUri.parse(REDIS.uri()))
                    .set(MeshProperty.REDIS_PREFIX, "test-" + UUID.randomUUID())
                    .set(MeshProperty.REDIS_TIMEOUT, Duration.ofSeconds(5))
                    .build(),
            workers);
    private final Records records = instance.mesh.records();

    @AfterEach
    void stop() {
        instance.close();
        workers.shutdown();
    }

    private static void print(String figure, List<Cost[]> rounds) {
        System.out.printf(
                "%s: %s of the time, %s of the processors; load average %.1f%n",
                figure,
                ratios(rounds, Cost::time),
                ratios(rounds, Cost::processors),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** The median and quartiles of the ratios within the rounds. */
    private static String ratios(List<Cost[]> rounds, ToDoubleFunction<Cost> part) {
        double[] ratios = rounds.stream()
                .mapToDouble(round -> part.applyAsDouble(round[0]) / part.applyAsDouble(round[1]))
                .sorted()
                .toArray();
        return String.format(
                "%.3f (%.3f to %.3f)",
                ratios[ratios.length / 2], ratios[ratios.length / 4], ratios[ratios.length * 3 / 4]);
    }

    /** The one beside the other, each first in every other round. */
    private void compare(
            String figure,
            int operations,
            IntFunction<CompletionStage<?>> one,
            IntFunction<CompletionStage<?>> other,
            Runnable each) {
        List<Cost[]> rounds = new ArrayList<>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            Cost[] costs = new Cost[2];
            for (int turn = 0; turn < 2; turn++) {
                int which = Math.floorMod(round + turn, 2);
                if (which == 0) {
                    each.run();
                }
                costs[which] = Cost.of(REDIS, operations, which == 0 ? one : other);
            }
            if (round >= 0) {
                rounds.add(costs);
            }
        }
        print(figure, rounds);
    }

    private CompletionStage<?> write(String recordId) {
        return records.write(recordId, System.nanoTime());
    }

    /** The kept writes of the round before are saved meanwhile. */
    @Test
    void writeBehindBesideWritesThatAreNotKept() {
        records.keep(NOTES, new TestKeeper(), KeepOptions.WRITE_BEHIND);
        compare(
                "write behind",
                OPERATIONS_OF_A_TICK,
                i -> write("note:" + i),
                i -> write("other:" + i),
                instance.mesh::tick);
    }

    @Test
    void aTransactionOfTwoRecordsBesideTwoWrites() {
        IntFunction<CompletionStage<?>> transaction = i -> records.transaction(
                tx -> {
                    tx.write("c:" + i, System.nanoTime());
                    tx.write("d:" + i, System.nanoTime());
                    return null;
                },
                "c:" + i,
                "d:" + i);
        compare(
                "transaction of two records, beside two writes one after the other",
                OPERATIONS,
                transaction,
                i -> write("a:" + i).thenCompose(done -> write("b:" + i)),
                () -> {});
        compare(
                "transaction of two records, beside two writes at the same time",
                OPERATIONS,
                transaction,
                i -> CompletableFuture.allOf(
                        write("a:" + i).toCompletableFuture(), write("b:" + i).toCompletableFuture()),
                () -> {});
    }

    @Test
    void aWriteWithAnIndexBesideOneWithout() {
        records.index(TASKS, "/by");
        compare(
                "write that moves a record in an index",
                OPERATIONS,
                i -> records.write("task:" + i, Map.of("by", System.nanoTime())),
                i -> records.write("other:" + i, Map.of("by", System.nanoTime())),
                () -> {});
    }

    /** Each tenth write has a record leave the collection, or come back. */
    @Test
    void aCollectionOfAThousandFollowsFiveHundredWritesASecond() {
        records.expose(TASKS);
        records.index(TASKS, "/open", "/due");
        records.exposeCollection(
                "open",
                (caller, id) -> RecordQuery.of(TASKS).where("/open", true).sortBy("/due"));
        get(CompletableFuture.allOf(Stream.iterate(0, i -> i + 1)
                .limit(MEMBERS)
                .map(i -> task(i, true).toCompletableFuture())
                .toArray(CompletableFuture[]::new)));
        List<ArrivalTransport> subscribers =
                Stream.generate(ArrivalTransport::new).limit(SUBSCRIBERS).toList();
        for (ArrivalTransport each : subscribers) {
            each.expect("task:" + (MEMBERS - 1));
            instance.mesh.text(
                    instance.connect(each),
                    "{\"id\":1,\"command\":\"mesh/subscribe-collection\",\"payload\":{\"collectionId\":\"open\"}}");
        }
        Eventually.holds(() -> subscribers.stream().allMatch(ArrivalTransport::hasExpected));
        subscribers.forEach(each -> each.expect("task:last"));

        writing(WARM_UP_SECONDS);
        double processors = Cost.processors(REDIS);
        long begun = writing(SECONDS);
        get(records.write("task:last", Map.of("open", true, "due", MEMBERS, "at", "@" + System.nanoTime())));
        Eventually.holds(() -> subscribers.stream().allMatch(ArrivalTransport::hasExpected));
        processors = Cost.processors(REDIS) - processors;
        for (int third = 0; third < 3; third++) {
            long from = begun + TimeUnit.SECONDS.toNanos(SECONDS * third / 3);
            long[] micros = subscribers.stream()
                    .flatMapToLong(each -> each.latencies(from, from + TimeUnit.SECONDS.toNanos(SECONDS / 3)))
                    .sorted()
                    .toArray();
            System.out.printf(
                    "collection, seconds %d to %d: %d arrivals/s, p50 %.1f ms, p99 %.1f ms, worst %.1f ms%n",
                    SECONDS * third / 3,
                    SECONDS * (third + 1) / 3,
                    micros.length / (SECONDS / 3),
                    micros[micros.length / 2] / 1000.0,
                    micros[micros.length * 99 / 100] / 1000.0,
                    micros[micros.length - 1] / 1000.0);
        }
        System.out.printf(
                "collection: %.2f s of processor time for each second of writes; load average %.1f%n",
                processors / SECONDS,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        assertEquals(0, subscribers.stream().filter(ArrivalTransport::isClosed).count());
    }

    /** Writes at an even pace, and returns when it began. */
    private long writing(int seconds) {
        int half = MEMBERS / 2;
        long begun = System.nanoTime();
        List<CompletionStage<?>> writes = new ArrayList<>();
        for (int i = 0; i < WRITES_PER_SECOND * seconds; i++) {
            LockSupport.parkNanos(begun + i * TimeUnit.SECONDS.toNanos(1) / WRITES_PER_SECOND - System.nanoTime());
            writes.add(i % 10 == 0 ? task(i / 20 % half, i % 20 != 0) : task(half + i % half, true));
        }
        writes.forEach(Eventually::get);
        return begun;
    }

    private CompletionStage<?> task(int number, boolean open) {
        return records.write(
                "task:" + number,
                Map.of("open", open, "due", number, "at", "@" + System.nanoTime(), "text", "x".repeat(64)));
    }
}
