package io.meshws.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The callback and timer threads of one client; threads start when they are needed and end when idle. Thread-safe. */
final class ClientThreads implements Executor {
    private static final AtomicInteger CLIENTS = new AtomicInteger();
    private static final int CALLBACK_THREADS = 4;
    private static final int MAX_CALLBACK_THREADS = 256;
    private static final long IDLE_SECONDS = 10;

    private final String name = "mesh-client-" + CLIENTS.incrementAndGet();
    // The application's own: pools start threads from wherever the need arises, network threads included.
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final ForkJoinPool callbacks;
    private final ScheduledThreadPoolExecutor timer;

    ClientThreads() {
        AtomicInteger count = new AtomicInteger();
        // A fork-join pool, because it adds a thread where a callback waits for another future: a chain of requests
        // that
        // wait for each other then never waits for a thread.
        callbacks = new ForkJoinPool(
                CALLBACK_THREADS,
                pool -> new CallbackThread(pool, name + "-callback-" + count.incrementAndGet(), loader),
                (thread, error) -> MeshClient.LOG.log(System.Logger.Level.ERROR, "A callback failed", error),
                true,
                0,
                MAX_CALLBACK_THREADS,
                1,
                pool -> true,
                IDLE_SECONDS,
                TimeUnit.SECONDS);
        timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "timer"));
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    Thread daemon(Runnable task, String role) {
        Thread thread = new Thread(task, name + "-" + role);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        return thread;
    }

    /** Runs a task on a callback thread; on this one after the end, so that a future is never left open. */
    @Override
    public void execute(Runnable task) {
        try {
            callbacks.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** Runs a short task, which must not be the application's, after a time; not after the end. */
    Future<?> after(Duration delay, Runnable task) {
        try {
            return timer.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Tasks that were accepted still run; then the threads end. */
    void close() {
        timer.shutdownNow();
        callbacks.shutdown();
    }

    private static final class CallbackThread extends ForkJoinWorkerThread {
        CallbackThread(ForkJoinPool pool, String name, ClassLoader loader) {
            super(pool);
            setName(name);
            setContextClassLoader(loader);
        }
    }
}
