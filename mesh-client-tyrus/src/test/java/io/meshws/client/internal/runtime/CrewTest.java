package io.meshws.client.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CrewTest {
    private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1);
    private final Crew crew = new Crew(Thread::new, watch);

    @AfterEach
    void end() {
        crew.shutdown();
        watch.shutdownNow();
    }

    @Test
    void workThatMovesOnNeedsFewThreads() throws Exception {
        int tasks = 100_000;
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            crew.execute(done::countDown);
        }
        assertTrue(done.await(50, TimeUnit.SECONDS));
        assertTrue(crew.getLargestPoolSize() <= 64, "threads: " + crew.getLargestPoolSize());
    }

    @Test
    void threadsAreAddedWhileOthersBlock() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            crew.execute(() -> {
                blocked.countDown();
                try {
                    assertTrue(release.await(50, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertTrue(blocked.await(50, TimeUnit.SECONDS), "all of them run at the same time");
        CountDownLatch other = new CountDownLatch(1);
        crew.execute(other::countDown);
        assertTrue(other.await(50, TimeUnit.SECONDS));
        release.countDown();
    }

    @Test
    void aTaskThatThrowsCostsNothingButItself() throws Exception {
        AtomicInteger done = new AtomicInteger();
        List<CountDownLatch> latches = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            crew.execute(() -> {
                throw new IllegalStateException("meant to fail");
            });
            CountDownLatch latch = new CountDownLatch(1);
            latches.add(latch);
            crew.execute(() -> {
                done.incrementAndGet();
                latch.countDown();
            });
        }
        for (CountDownLatch latch : latches) {
            assertTrue(latch.await(50, TimeUnit.SECONDS));
        }
        assertEquals(100, done.get());
    }
}
