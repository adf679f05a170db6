package io.meshws.internal.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialQueueTest {
    private final SerialQueue queue = new SerialQueue();
    private final List<Integer> done = new ArrayList<>();

    @Test
    void aTaskOfATaskRunsAfterIt() {
        queue.run(() -> {
            queue.run(() -> done.add(2));
            done.add(1);
        });
        queue.add(() -> done.add(3));
        assertEquals(List.of(1, 2), done);
        queue.run();
        assertEquals(List.of(1, 2, 3), done);
    }

    @Test
    void aTaskThatFailsDoesNotStopTheNext() {
        queue.run(() -> {
            queue.run(() -> done.add(1));
            throw new IllegalStateException("on purpose");
        });
        assertEquals(List.of(1), done);
    }

    @Test
    void anErrorStopsNeitherTheNextTaskNorLaterOnes() {
        queue.run(() -> {
            queue.run(() -> done.add(1));
            throw new NoClassDefFoundError("on purpose");
        });
        queue.run(() -> done.add(2));
        assertEquals(List.of(1, 2), done);
    }

    @Test
    void aLogThatFailsTooDoesNotStopTheNext() {
        Logger logger = Logger.getLogger(SerialQueue.class.getPackageName());
        Handler broken = new ConsoleHandler() {
            @Override
            public void publish(LogRecord entry) {
                throw new OutOfMemoryError("on purpose");
            }
        };
        logger.addHandler(broken);
        try {
            queue.run(() -> {
                throw new OutOfMemoryError("on purpose");
            });
        } finally {
            logger.removeHandler(broken);
        }
        queue.run(() -> done.add(1));
        assertEquals(List.of(1), done);
    }

    @Test
    void aTaskOfSeveralQueuesHasItsPlaceInEachOfThem() {
        SerialQueue other = new SerialQueue();
        other.run(() -> {
            SerialQueue.addTogether(List.of(queue, other), () -> done.add(2));
            queue.run(() -> done.add(3));
            // The other queue is still busy.
            done.add(1);
            other.run(() -> done.add(4));
        });
        assertEquals(List.of(1, 2, 3, 4), done);
        SerialQueue.addTogether(List.of(queue, other), () -> {
            throw new NoClassDefFoundError("on purpose");
        });
        other.run();
        other.run(() -> done.add(6));
        queue.run(() -> done.add(5));
        assertEquals(List.of(5, 6), done.subList(4, 6).stream().sorted().toList());
    }

    @Test
    void tasksOfSeveralQueuesNeverWaitForEachOther() {
        List<SerialQueue> queues = List.of(new SerialQueue(), new SerialQueue(), new SerialQueue());
        int[] counters = new int[3];
        CompletableFuture<?>[] threads = IntStream.range(0, 6)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    int a = thread % 3;
                    int b = (a + 1 + thread / 3) % 3;
                    for (int i = 0; i < 5_000; i++) {
                        List<SerialQueue> two = List.of(queues.get(a), queues.get(b));
                        SerialQueue.addTogether(two, () -> {
                            counters[a]++;
                            counters[b]++;
                        });
                        two.forEach(SerialQueue::run);
                        queues.get(a).run(() -> counters[a]++);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        Eventually.get(CompletableFuture.allOf(threads));
        CompletableFuture<Integer> sum = new CompletableFuture<>();
        SerialQueue.addTogether(
                queues, () -> sum.complete(IntStream.of(counters).sum()));
        queues.forEach(SerialQueue::run);
        assertEquals(6 * 5_000 * 3, Eventually.get(sum));
    }

    @Test
    void tasksOfManyThreadsRunOneAtATime() {
        int[] counter = new int[1];
        CompletableFuture<?>[] threads = IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        queue.run(() -> counter[0]++);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        Eventually.get(CompletableFuture.allOf(threads));
        CompletableFuture<Integer> last = new CompletableFuture<>();
        queue.run(() -> last.complete(counter[0]));
        assertEquals(40_000, Eventually.get(last));
    }
}
