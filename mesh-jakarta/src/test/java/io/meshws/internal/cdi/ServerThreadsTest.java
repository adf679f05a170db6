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
    void a_stage_is_waited_for_whether_it_ends_well_or_badly() throws InterruptedException {
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
    void a_stage_that_does_not_end_is_waited_for_as_long_as_patience_lasts() throws InterruptedException {
        assertFalse(ServerThreads.await(new CompletableFuture<>(), Thread::new, Duration.ofMillis(1)));
    }

    @Test
    void nothing_waits_for_threads_that_begin_only_when_the_application_has_started() {
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
