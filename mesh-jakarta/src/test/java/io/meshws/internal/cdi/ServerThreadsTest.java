package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class ServerThreadsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofMinutes(1);

    @Test
    void aStageIsWaitedForWhetherItEndsWellOrBadly() throws InterruptedException {
        CompletableFuture<Void> good = new CompletableFuture<>();
        CompletableFuture<Void> bad = new CompletableFuture<>();
        ThreadFactory completing = task -> new Thread(() -> {
            task.run();
            good.complete(null);
            bad.completeExceptionally(new IllegalStateException("badly"));
        });

        assertTrue(ServerThreads.await(good, completing, PATIENCE));
        assertTrue(ServerThreads.await(bad, completing, PATIENCE));
        assertTrue(ServerThreads.await(good, completing, PATIENCE));
    }

    @Test
    void aStageThatDoesNotEndIsWaitedForAsLongAsPatienceLasts() throws InterruptedException {
        assertFalse(ServerThreads.await(new CompletableFuture<>(), Thread::new, Duration.ofMillis(1)));
    }

    @Test
    void nothingWaitsForThreadsThatBeginOnlyWhenTheApplicationHasStarted() {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Void> stage = new CompletableFuture<>();
        ThreadFactory late = task -> {
            Thread thread = new Thread(() -> {
                awaitUninterruptibly(started);
                task.run();
            });
            thread.setDaemon(true);
            return thread;
        };

        assertFalse(assertTimeout(SOON, () -> ServerThreads.await(stage, late, PATIENCE)));
        started.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
