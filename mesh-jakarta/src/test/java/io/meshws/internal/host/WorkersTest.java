package io.meshws.internal.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.CapturedLog;
import io.meshws.testing.Eventually;
import io.meshws.testing.ManualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final Duration PATIENCE = Duration.ofMillis(10);
    private static final int FEW = 2;

    private final ManualClock clock = new ManualClock();
    private final Workers workers = new Workers(FEW, Thread::new, clock, clock, Duration.ofMillis(200));
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();

    @AfterEach
    void close() {
        end.countDown();
        workers.close();
    }

    private void holdThread() {
        held.incrementAndGet();
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void holdAll() {
        for (int i = 0; i < FEW; i++) {
            workers.execute(this::holdThread);
        }
        Eventually.holds(() -> held.get() == FEW);
    }

    @Test
    void waitingTasksGetAnotherThreadIfAllAreHeld() {
        holdAll();
        CountDownLatch ran = new CountDownLatch(1);
        workers.execute(ran::countDown);
        assertEquals(FEW, workers.size());
        assertEquals(1, clock.planned());
        clock.advance(PATIENCE);
        Eventually.holds(() -> ran.getCount() == 0);
        clock.advance(PATIENCE);
        assertEquals(0, clock.planned());
        assertEquals(FEW + 1, workers.size());
    }

    @Test
    void whileTasksBeginThereAreNoMoreThreads() {
        List<CountDownLatch> steps = List.of(new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1));
        workers.execute(this::holdThread);
        AtomicInteger begun = new AtomicInteger();
        for (CountDownLatch step : steps) {
            workers.execute(() -> {
                begun.incrementAndGet();
                await(step);
            });
        }
        for (int i = 0; i < steps.size(); i++) {
            int running = i + 1;
            Eventually.holds(() -> begun.get() == running);
            steps.get(i).countDown();
            if (running < steps.size()) {
                Eventually.holds(() -> begun.get() == running + 1);
            }
            clock.advance(PATIENCE);
        }
        assertEquals(FEW, workers.size());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void howeverManyAreHeldOneThatTheyWaitForBegins() {
        int many = 300;
        for (int i = 0; i < many; i++) {
            workers.execute(this::holdThread);
        }
        workers.execute(end::countDown);
        Eventually.holds(() -> {
            clock.advance(PATIENCE);
            return held.get() >= 256;
        });
        int atOnce = workers.size();
        assertTrue(atOnce < many, "the last ones come slowly: " + atOnce);
        Eventually.holds(() -> {
            clock.advance(Duration.ofSeconds(1));
            workers.tick();
            return end.getCount() == 0;
        });
    }

    @Test
    void threadsThatAreNotNeededEnd() {
        for (int i = 0; i < 20; i++) {
            workers.execute(this::holdThread);
        }
        Eventually.holds(() -> {
            clock.advance(PATIENCE);
            return held.get() == 20;
        });
        assertTrue(workers.size() >= 20);
        workers.tick();
        assertTrue(workers.size() >= 20, "they are held");
        end.countDown();
        Eventually.holds(() -> {
            workers.tick();
            return workers.size() <= FEW;
        });
    }

    @Test
    void codeThatHoldsAWorkerIsNamedOnce() {
        try (CapturedLog log = new CapturedLog()) {
            workers.execute(new AppTask("Rooms.members", this::holdThread));
            workers.execute(this::holdThread);
            Eventually.holds(() -> held.get() == 2);
            clock.advance(Duration.ofSeconds(4));
            workers.tick();
            assertEquals(0, log.count());
            clock.advance(Duration.ofSeconds(1));
            workers.tick();
            clock.advance(Duration.ofSeconds(60));
            workers.tick();
            List<LogRecord> stalls = log.records("MESH-0220");
            assertEquals(1, stalls.size());
            String message = stalls.get(0).getMessage();
            assertTrue(message.contains("Rooms.members") && message.contains("5 s"), message);
            assertTrue(
                    Arrays.stream(stalls.get(0).getThrown().getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("holdThread")),
                    "it says where");
        }
    }

    @Test
    void tasksAfterTheEndAreRunAllTheSame() {
        workers.close();
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        workers.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        workers.execute(() -> ran.complete(Thread.currentThread()));
        assertEquals(Thread.currentThread(), ran.getNow(null));
    }

    @Test
    void aServerThatGivesOutNoThreadsLosesNothing() {
        Workers without = new Workers(
                FEW,
                task -> {
                    throw new IllegalStateException("stopped");
                },
                clock,
                clock);
        CompletableFuture<Void> ran = new CompletableFuture<>();
        without.execute(() -> ran.complete(null));
        assertTrue(ran.isDone());
        without.close();
    }
}
