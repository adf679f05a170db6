package io.meshws.client.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
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
    void aBusyMachineNeedsFewThreads() throws Exception {
        int tasks = 1000;
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            crew.execute(() -> {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                done.countDown();
            });
        }
        assertTrue(done.await(50, TimeUnit.SECONDS));
        assertTrue(crew.getLargestPoolSize() <= 8 * Crew.USUAL_THREADS, "threads: " + crew.getLargestPoolSize());
    }

    @Test
    void theCrewGrowsNoFasterThanToTwiceItsSize() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        CountDownLatch blocked = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
            crew.execute(() -> {
                sizes.add(crew.getCorePoolSize());
                blocked.countDown();
                try {
                    assertTrue(release.await(50, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertTrue(blocked.await(50, TimeUnit.SECONDS));
        release.countDown();
        List<Integer> steps = sizes.stream().distinct().sorted().toList();
        assertEquals(Crew.USUAL_THREADS, steps.get(0));
        for (int i = 1; i < steps.size(); i++) {
            assertTrue(steps.get(i) <= 2 * steps.get(i - 1), steps.toString());
        }
    }

    @Test
    void nestedWaitsEnd() throws Exception {
        int depth = 100;
        CountDownLatch done = new CountDownLatch(1);
        crew.execute(() -> nest(depth, done));
        assertTrue(done.await(50, TimeUnit.SECONDS));
    }

    /** Each task waits for the next one, which is asked for while all before it hold their threads. */
    private void nest(int depth, CountDownLatch done) {
        if (depth > 0) {
            CountDownLatch inner = new CountDownLatch(1);
            crew.execute(() -> nest(depth - 1, inner));
            try {
                assertTrue(inner.await(50, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        done.countDown();
    }

    @Test
    void aTaskRunsAlthoughThereAreNoMoreThreads() throws Exception {
        AtomicInteger made = new AtomicInteger();
        ThreadFactory one = task -> {
            if (made.getAndIncrement() > 0) {
                throw new IllegalStateException("meant to fail");
            }
            return new Thread(task);
        };
        Crew alone = new Crew(one, watch);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(10);
        alone.execute(() -> {
            begun.countDown();
            try {
                assertTrue(release.await(50, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(begun.await(50, TimeUnit.SECONDS));
        for (int i = 0; i < 10; i++) {
            alone.execute(done::countDown);
        }
        release.countDown();
        assertTrue(done.await(50, TimeUnit.SECONDS));
        alone.shutdown();
    }

    @Test
    void aTaskIsRejectedIfThereIsNoThreadAtAll() {
        ThreadFactory none = task -> {
            throw new IllegalStateException("meant to fail");
        };
        Crew nobody = new Crew(none, watch);
        assertThrows(RejectedExecutionException.class, () -> nobody.execute(() -> {}));
        nobody.shutdown();
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
