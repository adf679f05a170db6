package io.meshws.client.internal.runtime;

import io.meshws.protocol.binding.JsonBinding;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One client's share of the threads. Its tasks find the context class loader of the thread that built the client, unless the
 * application gave an executor, which sees to that itself. Thread-safe.
 */
public final class ClientThreads implements Executor {
    private final SharedThreads shared = SharedThreads.acquire();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Executor executor;
    private final Executor connector;
    private final Timers timers;

    /**
     * @param executor for code of the application; null for the shared threads
     * @param scheduler for later tasks; null for the shared thread
     */
    public ClientThreads(Executor executor, ScheduledExecutorService scheduler) {
        this(executor, scheduler == null ? null : new ScheduledTimers(scheduler));
    }

    /** @param timers null for the shared ones */
    public ClientThreads(Executor executor, Timers timers) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        this.executor = executor != null
                ? task -> hand(task, executor)
                : task -> shared.threads().crew().execute(() -> run(task, loader));
        connector = executor != null
                ? this.executor
                : task -> shared.threads().connectors().execute(() -> run(task, loader));
        this.timers = timers != null ? timers : shared.timers();
    }

    /** Some servers say in their own way that an executor has ended. */
    private static void hand(Runnable task, Executor executor) {
        try {
            executor.execute(task);
        } catch (IllegalStateException e) {
            throw new RejectedExecutionException(e);
        }
    }

    private static void run(Runnable task, ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            task.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Runs a task that may block; on this thread after the end, so that no future is left open. */
    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /**
     * Runs an attempt to connect: however many there are, they hold up no callback.
     *
     * @throws RejectedExecutionException if the executor has ended; unlike other tasks, this one must not hold up the caller
     */
    public void connect(Runnable task) {
        connector.execute(task);
    }

    public Timers timers() {
        return timers;
    }

    /** The JSON-B of clients that were given none. */
    public JsonBinding binding() {
        return shared.binding();
    }

    /** Tasks that were accepted still run. Returns whether no other client of the class loader is left. */
    public boolean close() {
        return closed.compareAndSet(false, true) && SharedThreads.release();
    }
}
