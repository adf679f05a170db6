package io.meshws.client.internal.runtime;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads that run code of the application. A few do as long as work moves on; when a task has waited for a moment,
 * because others block, more are added. Threads end when idle.
 */
final class Crew extends ThreadPoolExecutor {
    private static final int MAX_THREADS = 256;
    private static final int USUAL_THREADS =
            Math.max(4, Math.min(16, Runtime.getRuntime().availableProcessors()));
    private static final long IDLE_SECONDS = 10;
    private static final long PATIENCE_MILLIS = 20;

    private final ScheduledExecutorService watch;
    private final AtomicBoolean watching = new AtomicBoolean();

    /** @param waitingSince on the clock of {@link System#nanoTime} */
    private record Task(Runnable runnable, long waitingSince) implements Runnable {
        @Override
        public void run() {
            runnable.run();
        }
    }

    /** @param watch looks after work that waits */
    Crew(ThreadFactory threads, ScheduledExecutorService watch) {
        super(USUAL_THREADS, USUAL_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        this.watch = watch;
        allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable runnable) {
        super.execute(new Task(runnable, System.nanoTime()));
        if (!getQueue().isEmpty() && watching.compareAndSet(false, true)) {
            watchSoon();
        }
    }

    private void watchSoon() {
        try {
            watch.schedule(this::look, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The end: no thread is added any more.
            watching.set(false);
        }
    }

    private void look() {
        BlockingQueue<Runnable> queue = getQueue();
        if (queue.peek() instanceof Task first) {
            long waited = System.nanoTime() - first.waitingSince();
            int threads = getCorePoolSize();
            if (waited > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS) && threads < MAX_THREADS) {
                resize(Math.min(MAX_THREADS, threads + queue.size()));
            }
            watchSoon();
        } else {
            resize(USUAL_THREADS);
            watching.set(false);
            if (!queue.isEmpty() && watching.compareAndSet(false, true)) {
                watchSoon();
            }
        }
    }

    private void resize(int threads) {
        if (threads > getMaximumPoolSize()) {
            setMaximumPoolSize(threads);
            setCorePoolSize(threads);
        } else if (threads < getCorePoolSize()) {
            setCorePoolSize(threads);
            setMaximumPoolSize(threads);
        }
    }
}
