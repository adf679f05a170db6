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
    void anErrorDoesNotStopTheNextNorWhoComesLater() {
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
